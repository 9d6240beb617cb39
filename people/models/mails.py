"""Mails that carry notifications, and every attempt to send one."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    # A worker has it; the mail server has none of it yet.
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    # Its text is on the way: from here on only the server's answer tells.
    HANDED_OVER = "handed_over", pgettext_lazy("mail", "Being handed over")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    REFUSED = "refused", pgettext_lazy("mail", "Refused")
    # Handed over, but the answer never came: not sent again by itself.
    UNCLEAR = "unclear", pgettext_lazy("mail", "Unclear")
    GAVE_UP = "gave_up", pgettext_lazy("mail", "Given up")
    SKIPPED = "skipped", pgettext_lazy("mail", "Not needed")


AT_WORK = (MailState.SENDING, MailState.HANDED_OVER)
# What an administrator may have sent again.
UNDELIVERED = (MailState.REFUSED, MailState.UNCLEAR, MailState.GAVE_UP)


class MailQuerySet(models.QuerySet["Mail"]):
    def foldable(self) -> Self:
        """Digests that wait: what comes due meanwhile goes into them."""
        return self.filter(state=MailState.WAITING, about=None, asked_again_at=None)

    def due(self, *, now: datetime, today: date) -> Self:
        """To be tried now. Of a person's digests one goes out a day: one that was
        put off gives way to one that has been sent today."""
        others = Mail.objects.filter(person=OuterRef("person"), day=today)
        put_off = Q(day__lt=today, asked_again_at=None)
        return self.filter(state=MailState.WAITING, next_attempt_at__lte=now).exclude(
            put_off & Exists(others)
        )


class Mail(models.Model):
    """One mail to one person: a day's digest, or one urgent notification.

    `people.services.mails` makes and sends it. Every change of state is one
    conditional UPDATE that names the attempt, so of two clocks exactly one sends.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="mails",
        db_index=False,
    )
    # The digest of this day; it moves on with a digest that waits. Null: no digest.
    day = models.DateField(null=True)
    # The urgent notification it is about; null: a digest.
    about = models.OneToOneField(
        "people.Notification", models.PROTECT, null=True, related_name="own_mail"
    )
    state = models.CharField(
        max_length=12, choices=MailState, default=MailState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    # When a worker last took it; null: none has yet.
    claimed_at = models.DateTimeField(null=True)
    # When an administrator had it sent again; null: nobody did.
    asked_again_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state=MailState.WAITING),
                name="people_mail_waiting",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(state__in=AT_WORK),
                name="people_mail_at_work",
            ),
            models.Index(fields=["person", "-id"], name="people_mail_of_person"),
            models.Index(fields=["state", "-id"], name="people_mail_in_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], name="people_one_digest_a_day"
            ),
            models.CheckConstraint(
                condition=Q(day=None, about__isnull=False)
                | Q(day__isnull=False, about=None),
                name="people_mail_is_digest_or_urgent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MailState.values),
                name="people_mail_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_WORK)
                | Q(claimed_at__isnull=False, attempts__gte=1),
                name="people_mail_claim_fits_state",
            ),
        ]

    def __str__(self) -> str:
        return f"mail #{self.pk} to person #{self.person_id}"

    @property
    def is_digest(self) -> bool:
        return self.about_id is None

    @property
    def may_be_sent_again(self) -> bool:
        return self.state in UNDELIVERED


class Delivery(models.Model):
    """How one attempt to send a mail ended; append-only."""

    class Outcome(models.TextChoices):
        SENT = "sent", pgettext_lazy("delivery", "Sent")
        FAILED = "failed", pgettext_lazy("delivery", "Failed")
        REFUSED = "refused", pgettext_lazy("delivery", "Refused")
        UNCLEAR = "unclear", pgettext_lazy("delivery", "Unclear")
        SKIPPED = "skipped", pgettext_lazy("delivery", "Not needed")

    mail = models.ForeignKey(
        Mail, models.PROTECT, related_name="deliveries", db_index=False
    )
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    # A key of people.queries.mails.REASONS; empty when sent.
    reason = models.SlugField(max_length=40, blank=True, db_index=False)
    # The server's codes, such as "550 5.1.1"; its words may name people.
    reply = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            # A worker that was taken for dead may still come back with the truth.
            models.UniqueConstraint(
                fields=["mail", "attempt", "outcome"], name="people_delivery_said_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="sent", reason="")
                | ~Q(outcome="sent") & ~Q(reason=""),
                name="people_delivery_reason_unless_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery #{self.pk} of mail #{self.mail_id}"
