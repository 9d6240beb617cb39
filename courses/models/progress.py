"""What happened to the steps of an enrolment."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from courses.models.courses import StepPage
from courses.models.enrolments import Enrolment
from courses.rules.progress import Event, State
from quizzes.models import Attempt


class StepEventQuerySet(models.QuerySet["StepEvent"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def as_events(self) -> list[Event]:
        """The facts as rules.progress reads them."""
        rows = self.values_list("step_id", "kind", "at")
        return [Event(step=step, kind=State(kind), at=at) for step, kind, at in rows]


class StepEvent(models.Model):
    """Something that happened to a step; append-only, folded by rules.progress."""

    class Kind(models.TextChoices):
        OPENED = State.OPENED.value, _("opened")
        PASSED = State.PASSED.value, _("passed")
        FAILED = State.FAILED.value, _("failed")
        WAIVED = State.WAIVED.value, _("waived")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="events")
    step = models.ForeignKey(StepPage, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    # Null: the person themselves, or the marking of their quiz.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # The revision of what was read; null where nothing was, or it had none.
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    # The attempt that decided; null for anything but a quiz.
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="+")

    objects = StepEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step event")
        verbose_name_plural = _("step events")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step", "kind"],
                condition=Q(attempt=None),
                name="courses_one_event_per_kind",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "step", "kind", "attempt"],
                name="courses_one_event_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "passed", "failed", "waived"]),
                name="courses_event_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="waived") | Q(recorded_by__isnull=False),
                name="courses_waived_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"event #{self.pk} of enrolment #{self.enrolment_id}"
