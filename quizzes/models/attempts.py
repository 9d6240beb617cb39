"""Who sat what: attempts and their frozen items."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.models.organisation import in_reader_language
from quizzes.models.banks import QuestionVersion
from quizzes.models.fields import ReadableJSON
from quizzes.models.quizzes import Quiz
from quizzes.rules.attempts import NETWORK_SLACK

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from quizzes.models.responses import Marking, Response


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def submitted(self) -> Self:
        return self.exclude(submitted_at=None)

    def overdue(self, *, now: datetime) -> Self:
        """Open ones whose time is up, the slack for the network included."""
        return self.open().filter(due_at__lt=now - NETWORK_SLACK)

    def first_ones(self) -> Self:
        """Each person's first attempt: what item statistics rest on."""
        return self.filter(number=1)


class Attempt(models.Model):
    """One person's run through one quiz, questions and rules frozen at the start."""

    class ClosedBy(models.TextChoices):
        PERSON = "person", _("The person")
        CLOCK = "clock", _("The clock")

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts"
    )
    number = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    # Quiz.frozen_rules() at the start.
    rules = models.JSONField(encoder=ReadableJSON)
    started_at = models.DateTimeField()
    # Null: no time limit. May be moved later, to grant extra time.
    due_at = models.DateTimeField(null=True, blank=True)
    # Null: still open.
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True)
    # Null until every item is marked, which may need a person. Derived: the newest
    # marking of each item (rules.grading) gives it again.
    grade = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    items: "RelatedManager[Item]"

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(submitted_at=None),
                name="quizzes_open_by_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "person"],
                condition=Q(submitted_at=None),
                name="quizzes_one_open_attempt_each",
            ),
            models.UniqueConstraint(
                fields=["quiz", "person", "number"],
                name="quizzes_attempt_number_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__range=(0, 100)),
                name="quizzes_grade_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gt=F("started_at")),
                name="quizzes_attempt_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_at__gte=F("started_at")),
                name="quizzes_attempt_submitted_after_start",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, closed_by="", grade=None)
                | Q(submitted_at__isnull=False, closed_by__in=["person", "clock"]),
                name="quizzes_closed_by_somebody_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(grade=None, passed=None)
                | Q(grade__isnull=False, passed__isnull=False),
                name="quizzes_grade_and_passed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt #{self.pk} at quiz #{self.quiz_id}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_waiting(self) -> bool:
        """Submitted, but somebody still has to mark something."""
        return self.submitted_at is not None and self.grade is None

    @property
    def is_short_of_pass(self) -> bool:
        """Graded and not passed; neither while it waits."""
        return self.passed is False

    @property
    def is_closed_by_clock(self) -> bool:
        return self.closed_by == self.ClosedBy.CLOCK

    @property
    def display_title(self) -> str:
        return in_reader_language(self.rules["title"], self.rules["title_en"])

    @property
    def pass_grade(self) -> Decimal:
        return Decimal(self.rules["pass_grade"])


class Item(models.Model):
    """One question of an attempt, exactly as it is shown."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    section_title = models.CharField(max_length=120)
    section_title_en = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="items")
    # kind, stem, explanation, references, and what the question type froze.
    frozen = models.JSONField(encoder=ReadableJSON)
    max_mark = models.DecimalField(max_digits=6, decimal_places=2)

    responses: "RelatedManager[Response]"
    markings: "RelatedManager[Marking]"

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="quizzes_item_position_is_unique"
            ),
            models.UniqueConstraint(
                fields=["attempt", "version"], name="quizzes_item_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(max_mark__gt=0), name="quizzes_item_mark_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"item #{self.pk} of attempt #{self.attempt_id}"

    @property
    def display_section(self) -> str:
        return in_reader_language(self.section_title, self.section_title_en)
