"""What people were told, how they want to be told, and when they were."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models.mails import Mail
from people.rules.notifications import Urgency, Wishes


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def mail_is_due(self, *, now: datetime) -> Self:
        """To go out by mail, and in no mail yet."""
        return self.filter(mail=None, mail_due_at__lte=now)


class Notification(models.Model):
    """One person was told one thing, once; only that it was read is added later.

    The key (person, rule, cycle, stage) is what makes telling safe to repeat.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notifications",
        db_index=False,
    )
    # A key of settings.NOTIFICATION_KINDS: how it is put into words.
    kind = models.SlugField(max_length=40, db_index=False)
    # Which rule says it (the kind, unless several rules say the same kind of thing),
    # what it is about, and how far that is: "certificate_expiring", "certificate-12",
    # "30".
    rule = models.SlugField(max_length=60, db_index=False)
    cycle = models.SlugField(max_length=80, db_index=False)
    stage = models.SlugField(max_length=40, blank=True, db_index=False)
    urgency = models.CharField(max_length=10)
    # Codes, ids and names the words are made of, when somebody reads them.
    parameters = models.JSONField(default=dict)
    # A path of this site; empty: there is nothing more to see.
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    # Null: new.
    read_at = models.DateTimeField(null=True)
    # Null: not by mail (no address, not wanted, or read before its time came).
    mail_due_at = models.DateTimeField(null=True)
    # The one mail it goes out in; null: none yet, or none at all.
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index(fields=["person", "-id"], name="people_notification_inbox"),
            models.Index(
                fields=["person"],
                condition=Q(read_at=None),
                name="people_notification_unread",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mail=None, mail_due_at__isnull=False),
                name="people_notification_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "rule", "cycle", "stage"],
                name="people_told_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(rule="") & ~Q(cycle=""),
                name="people_notification_has_a_key",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=[u.value for u in Urgency]),
                name="people_notification_urgency_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"notification #{self.pk}: {self.kind}"


class NotificationSettings(models.Model):
    """How one person wants to be told; without a row, as the defaults say."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="notification_settings",
    )
    digest_hour = models.PositiveSmallIntegerField(default=Wishes().digest_hour)
    # The same hour twice: no quiet hours.
    quiet_from = models.PositiveSmallIntegerField(default=Wishes().quiet_from)
    quiet_until = models.PositiveSmallIntegerField(default=Wishes().quiet_until)
    # Codes of kinds that are not wanted by mail.
    muted_kinds = models.JSONField(default=list)
    # The address a mail server refused for good. It counts as long as it is the
    # person's address: with another one mail goes out again.
    refused_address = models.EmailField(blank=True)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    digest_hour__range=(0, 23),
                    quiet_from__range=(0, 23),
                    quiet_until__range=(0, 23),
                ),
                name="people_notification_hours_are_hours",
            )
        ]

    def __str__(self) -> str:
        return f"notification settings of person #{self.pk}"

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            digest_hour=self.digest_hour,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
        )


def unread_count() -> Coalesce:
    """How many notifications are new; for the query that brings the person."""
    mine = Notification.objects.unread().filter(person=OuterRef("pk")).order_by()
    counted = mine.values("person").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
