"""The log of who did what, to whom, and why."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, thing: models.Model) -> Self:
        return self.filter(about_type=thing._meta.label_lower, about_id=thing.pk)


class AuditEntry(models.Model):
    """One line per change or per look at somebody else's result; append-only."""

    at = models.DateTimeField(db_index=True)
    # Null: the system itself.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(max_length=60, db_index=True)
    # The person whose data it is; null where it is nobody's.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="audit_entries",
    )
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        # The log is read newest first, whatever it is filtered by.
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="people_audit_about"),
            models.Index(fields=["-at", "-id"], name="people_audit_newest"),
            models.Index(fields=["actor", "-at", "-id"], name="people_audit_actor"),
            models.Index(fields=["person", "-at", "-id"], name="people_audit_person"),
            models.Index(fields=["action", "-at", "-id"], name="people_audit_action"),
        ]

    def __str__(self) -> str:
        return f"audit entry #{self.pk}: {self.action}"
