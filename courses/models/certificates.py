"""What people have earned: certificates, and what was taken back."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolments import Enrolment
from courses.rules import certificate_numbers
from courses.rules.certification import Status, day_of, status
from people.models import User
from people.models.organisation import in_reader_language


def private_storage() -> Storage:
    """Files that only a view hands out."""
    return storages["private"]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, person: User) -> Self:
        """The person's, those earned under former accounts included."""
        return self.filter(person__in=User.objects.accounts_of(person.pk))

    def that_counts_for(self, enrolment: Enrolment) -> Self:
        """The enrolment's own, or a former account's in the same course."""
        former = Q(
            person__merged_into=enrolment.person_id,
            enrolment__course=enrolment.course_id,
        )
        return self.filter(Q(enrolment=enrolment) | former)

    def not_rendered(self) -> Self:
        return self.filter(rendered_at=None)

    def newest_first(self) -> Self:
        return self.select_related("revocation").order_by("-issued_at", "-pk")


class Certificate(models.Model):
    """A fact: this person earned this, on this day. Only the PDF is added later."""

    number = models.CharField(max_length=certificate_numbers.LENGTH, unique=True)
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates"
    )
    issued_at = models.DateTimeField()
    # The last day it holds; null: it does not run out.
    valid_until = models.DateField(null=True, blank=True)
    # Everything on the paper, as it was on the day; services.certificates makes it.
    frozen = models.JSONField()
    template_version = models.CharField(max_length=20)
    # Written once, by documents.store; empty until then.
    pdf = models.FileField(storage=private_storage, blank=True, max_length=200)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(pdf="", pdf_sha256="", rendered_at=None)
                | (~Q(pdf="") & ~Q(pdf_sha256="") & Q(rendered_at__isnull=False)),
                name="courses_pdf_hash_and_time_together",
            )
        ]

    def __str__(self) -> str:
        return f"certificate #{self.pk}"

    @property
    def grouped_number(self) -> str:
        return certificate_numbers.grouped(self.number)

    @property
    def display_title(self) -> str:
        return self._in_reader_language("title")

    @property
    def display_course(self) -> str:
        return self._in_reader_language("course")

    @property
    def display_issuer(self) -> str:
        return self._in_reader_language("issuer")

    @property
    def grade(self) -> str:
        """The grade as it stands on the paper; empty where there was no quiz."""
        return self.frozen["grade"]

    @property
    def holder(self) -> str:
        """The name on the paper, whatever the person is called today."""
        return self.frozen["name"]

    @property
    def issued_on(self) -> Any:
        return day_of(self.issued_at)

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")

    def status(self, now: datetime) -> Status:
        return status(until=self.valid_until, is_revoked=self.is_revoked, now=now)

    def _in_reader_language(self, key: str) -> str:
        return in_reader_language(self.frozen[key], self.frozen[f"{key}_en"])


class Revocation(models.Model):
    """A certificate was taken back; it stays so."""

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="revocation"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # For HR and auditors; the public page shows only the day.
    reason = models.TextField()

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="courses_revoked_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"revocation of certificate #{self.certificate_id}"
