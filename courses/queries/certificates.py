"""Certificates as their holders and the public see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courses.models import Certificate
from courses.rules import certificate_numbers
from courses.rules.certificate_numbers import BadNumber
from courses.rules.certification import Status
from people.models import User
from people.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """A certificate and what it is worth today."""

    certificate: Certificate
    status: Status

    @property
    def is_valid(self) -> bool:
        return self.status == Status.VALID

    @property
    def is_expired(self) -> bool:
        return self.status == Status.EXPIRED

    @property
    def is_revoked(self) -> bool:
        return self.status == Status.REVOKED


class Doubt(StrEnum):
    """Why a number leads to no certificate."""

    MISTYPED = "mistyped"  # no certificate can have it
    UNKNOWN = "unknown"  # it could be one, but we never issued it


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer to a stranger who holds a paper."""

    # As typed, or tidied where it can be a number.
    number: str
    line: CertificateLine | None
    doubt: Doubt | None

    @property
    def is_mistyped(self) -> bool:
        return self.doubt == Doubt.MISTYPED


_certificates = Prepared(
    # One statement for the person's account and those merged into it.
    lambda person: Certificate.objects.filter(
        person__in=User.objects.accounts_of(person)
    ).newest_first()
)


def certificates_of(person: User, now: datetime) -> list[CertificateLine]:
    """The person's certificates, newest first, under whatever number."""
    return [
        certificate_line(certificate, now)
        for certificate in _certificates(person=person.pk)
    ]


def certificate_line(certificate: Certificate, now: datetime) -> CertificateLine:
    return CertificateLine(certificate=certificate, status=certificate.status(now))


def verify(text: str, now: datetime) -> Verification:
    """Look up what somebody typed or scanned."""
    try:
        number = certificate_numbers.parse(text)
    except BadNumber:
        return Verification(number=text, line=None, doubt=Doubt.MISTYPED)
    shown = certificate_numbers.grouped(number)
    found = Certificate.objects.newest_first().filter(number=number).first()
    if found is None:
        return Verification(number=shown, line=None, doubt=Doubt.UNKNOWN)
    return Verification(number=shown, line=certificate_line(found, now), doubt=None)
