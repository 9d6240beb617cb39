"""A table of people that somebody has uploaded, until it is brought in."""

from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.jobs import Job


def private_storage() -> Storage:
    """Files that only a view hands out."""
    return storages["private"]


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def with_files(self) -> Self:
        return self.exclude(upload="", corrected="")


class PeopleImport(models.Model):
    """One uploaded table: checked by one job, brought in by another.

    The files hold people's data and are deleted as soon as nobody needs them; the
    counts stay.
    """

    file_name = models.CharField(max_length=120)
    # Empty once it is brought in, given up or too old.
    upload = models.FileField(storage=private_storage, blank=True, max_length=200)
    # Only after errors: the uploaded rows with what is wrong in each.
    corrected = models.FileField(storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    check_job = models.OneToOneField(
        Job, models.PROTECT, null=True, related_name="checks_import"
    )
    # Null: nobody has confirmed it.
    import_job = models.OneToOneField(
        Job, models.PROTECT, null=True, related_name="brings_in_import"
    )
    # The first changes as the preview shows them; emptied with the files.
    preview = models.JSONField(default=list)
    # Sign-in codes for the people it makes.
    issues_codes = models.BooleanField(default=False)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        constraints = [
            models.CheckConstraint(
                condition=Q(import_job=None) | Q(check_job__isnull=False),
                name="people_import_is_checked_first",
            ),
        ]

    def __str__(self) -> str:
        return f"import of people #{self.pk}"

    @property
    def check_result(self) -> dict[str, Any]:
        return (self.check_job.result if self.check_job else None) or {}

    @property
    def import_result(self) -> dict[str, Any]:
        return (self.import_job.result if self.import_job else None) or {}
