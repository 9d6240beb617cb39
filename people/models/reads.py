"""Who was shown whose results, and by what right."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.audit import AuditEntry


class Capacity(models.TextChoices):
    """By what right somebody sees another person's results; the nearest one counts."""

    LINE_MANAGER = "line_manager", _("Line manager")
    MANAGER_ABOVE = "manager_above", _("Manager further up")
    HR = "hr", pgettext_lazy("capacity", "HR")
    ADMINISTRATOR = "administrator", pgettext_lazy("capacity", "Administrator")


class ReadKind(models.TextChoices):
    OPENED = "opened", pgettext_lazy("read", "Opened")
    LISTED = "listed", pgettext_lazy("read", "Shown in a list")
    EXPORTED = "exported", pgettext_lazy("read", "Exported to a file")


class ResultReadQuerySet(models.QuerySet["ResultRead"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)


class ResultRead(models.Model):
    """One person's results were shown to somebody else; append-only.

    The audit entry says who looked, at what; a list is one entry with a read for
    everybody on it.
    """

    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="reads")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="result_reads",
        # The index below begins with it.
        db_index=False,
    )
    # The entry's own time, here so that counting needs no second table.
    at = models.DateTimeField()
    # Of that day: who was a line manager then may be none today.
    capacity = models.CharField(max_length=15, choices=Capacity)
    kind = models.CharField(max_length=10, choices=ReadKind)

    objects = ResultReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("read of a result")
        verbose_name_plural = _("reads of results")
        indexes = [models.Index(fields=["person", "-at"], name="people_read_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person"], name="people_one_read_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="people_read_capacity_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReadKind.values), name="people_read_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"read #{self.pk} of person #{self.person_id}"
