"""What was answered and how it was marked; both only ever grow."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Item
from quizzes.models.fields import ReadableJSON


class ResponseQuerySet(models.QuerySet["Response"]):
    def newest(self) -> "ResponseQuerySet":
        """The answer that counts of each item: the one with the highest sequence."""
        newer = Response.objects.filter(
            item=OuterRef("item"), sequence__gt=OuterRef("sequence")
        )
        return self.filter(~Exists(newer))


class Response(models.Model):
    """One answer as the server confirmed it; a changed mind is a new row."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="responses")
    sequence = models.PositiveIntegerField()
    # Made by the page for each save, so that a repeated request is recognised.
    operation_id = models.UUIDField()
    # Null: the answer was cleared.
    answer = models.JSONField(null=True, encoder=ReadableJSON)
    answered_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "sequence"], name="quizzes_response_sequence_is_unique"
            ),
            models.UniqueConstraint(
                fields=["item", "operation_id"], name="quizzes_response_is_saved_once"
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="quizzes_responses_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"response #{self.pk} to item #{self.item_id}"


class MarkingQuerySet(models.QuerySet["Marking"]):
    def newest(self) -> "MarkingQuerySet":
        """The marking that counts of each item: the latest one added."""
        newer = Marking.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newer))


class Marking(models.Model):
    """A judgement of one item's answer; the newest counts."""

    class Outcome(models.TextChoices):
        RIGHT = "right", _("Right")
        PARTIAL = "partial", _("Partly right")
        WRONG = "wrong", _("Wrong")
        UNANSWERED = "unanswered", _("Not answered")
        WAITING = "waiting", _("Waiting to be marked")

    item = models.ForeignKey(Item, models.PROTECT, related_name="markings")
    # Null: there was no answer.
    response = models.ForeignKey(
        Response, models.PROTECT, null=True, related_name="markings"
    )
    outcome = models.CharField(max_length=12, choices=Outcome)
    # Null: no answer, or not marked yet; never the same as wrong, which is 0.
    fraction = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    # Null: the machine.
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    marked_at = models.DateTimeField()
    comment = models.TextField(blank=True)

    objects = MarkingQuerySet.as_manager()

    class Meta:
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="right", fraction__isnull=False, fraction=1)
                | Q(outcome="wrong", fraction__isnull=False, fraction=0)
                | Q(
                    outcome="partial",
                    fraction__isnull=False,
                    fraction__gt=0,
                    fraction__lt=1,
                )
                | Q(outcome__in=["unanswered", "waiting"], fraction=None),
                name="quizzes_outcome_agrees_with_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"marking #{self.pk} of item #{self.item_id}"

    @property
    def is_marked(self) -> bool:
        return self.fraction is not None
