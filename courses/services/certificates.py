"""Issuing and revoking certificates."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from courses import constants, tasks
from courses.models import Certificate, Enrolment, Revocation
from courses.queries import certified_grade
from courses.rules import certificate_numbers
from courses.rules.certification import day_of, valid_until
from people import audit
from people.models import User
from people.queries import company_facts
from people.rules.company_facts import CHINESE, ENGLISH
from people.services.notifications import Told, notify_all


class AlreadyRevoked(Exception):
    """Somebody revoked it before; nothing has been changed."""


@transaction.atomic
def issue_if_earned(*, enrolment: Enrolment, now: datetime) -> Certificate | None:
    """Issue the certificate once nothing is missing; later return the same one."""
    if not enrolment.course.awards_certificate:
        return None
    issued = Certificate.objects.that_counts_for(enrolment).first()
    if issued is not None or missing(enrolment=enrolment, now=now):
        return issued
    try:
        with transaction.atomic():
            return _issue(enrolment=enrolment, now=now)
    except IntegrityError:
        # Another request earned it in the same moment: the constraint let one in.
        return Certificate.objects.get(enrolment=enrolment)


def missing(*, enrolment: Enrolment, now: datetime) -> list[str]:
    """Ask every requirement of the settings what is missing, in words."""
    requirements = (import_string(path) for path in settings.CERTIFICATE_REQUIREMENTS)
    answers = (requirement(enrolment, now) for requirement in requirements)
    return [answer for answer in answers if answer]


@transaction.atomic
def revoke(
    *, certificate: Certificate, by: User, reason: str, now: datetime
) -> Revocation:
    """Take the certificate back for good; its page says so from now on.

    :raises AlreadyRevoked: if somebody did before
    """
    revocation, is_new = Revocation.objects.get_or_create(
        certificate=certificate, defaults={"at": now, "by": by, "reason": reason}
    )
    if not is_new:
        raise AlreadyRevoked
    audit.record(
        action="certificate.revoked",
        actor=by,
        now=now,
        person=certificate.person,
        about=certificate,
        reason=reason,
        before={"status": certificate.status(now).value},
        after={"status": "revoked"},
    )
    _tell("certificate_revoked", certificate, now=now)
    return revocation


def _issue(*, enrolment: Enrolment, now: datetime) -> Certificate:
    until = valid_until(day_of(now), enrolment.course.validity_months)
    certificate = Certificate.objects.create(
        number=certificate_numbers.make(secrets.SystemRandom()),
        enrolment=enrolment,
        person=enrolment.person,
        issued_at=now,
        valid_until=until,
        frozen=_frozen(enrolment=enrolment, now=now),
        template_version=constants.CERTIFICATE_TEMPLATE,
    )
    audit.record(
        action="certificate.issued",
        actor=None,
        now=now,
        person=enrolment.person,
        about=certificate,
        after=certificate.frozen,
    )
    _tell("certificate_issued", certificate, now=now)
    tasks.render_certificate.delay_on_commit(certificate_id=certificate.pk)
    return certificate


def _tell(kind: str, certificate: Certificate, *, now: datetime) -> None:
    notify_all(kind=kind, told=[told_of(certificate)], now=now)


def told_of(certificate: Certificate, *, stage: str = "") -> Told:
    """What its holder is told about a certificate, as it stands on the paper."""
    paper, until = certificate.frozen, certificate.valid_until
    return Told(
        person_id=certificate.person_id,
        cycle=f"certificate-{certificate.pk}",
        stage=stage,
        parameters={
            "title": paper["title"],
            "title_en": paper["title_en"],
            "valid_until": until.isoformat() if until else "",
        },
        url=reverse("courses:certificates"),
    )


def _frozen(*, enrolment: Enrolment, now: datetime) -> dict[str, Any]:
    """Everything the paper says, as it is today."""
    course = enrolment.course
    issued_on = day_of(now)
    until = valid_until(issued_on, course.validity_months)
    texts = {
        CHINESE: {
            "title": course.certificate_title or constants.CERTIFICATE_TITLE,
            "course": course.title,
        },
        ENGLISH: {
            "title_en": course.certificate_title_en or constants.CERTIFICATE_TITLE_EN,
            "course_en": course.title_en or course.title,
        },
    }
    shown = {
        name: text
        for language, said in texts.items()
        for name, text in company_facts.freeze(said, language, on=issued_on)[0].items()
    }
    return {
        "name": enrolment.person.name,
        **shown,
        "grade": _as_text(certified_grade(enrolment)),
        "issued_on": issued_on.isoformat(),
        "valid_until": until.isoformat() if until else "",
        "issuer": constants.ISSUER,
        "issuer_en": constants.ISSUER_EN,
        "template_version": constants.CERTIFICATE_TEMPLATE,
    }


def _as_text(grade: Decimal | None) -> str:
    return "" if grade is None else f"{grade:.2f}"
