"""What can be asked: banks, questions and their immutable versions."""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from people.models.organisation import in_reader_language
from people.queries import company_facts
from people.rules.company_facts import CHINESE
from quizzes.models.fields import ReadableJSON


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class Level(models.TextChoices):
    """What the question asks of the mind."""

    REMEMBER = "remember", _("Remember")
    UNDERSTAND = "understand", _("Understand")
    APPLY = "apply", _("Apply")


class QuestionBank(models.Model):
    """A collection of questions that quizzes draw from."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name, self.name_en)


class QuestionQuerySet(models.QuerySet["Question"]):
    def active(self) -> Self:
        """Questions that may be drawn: switched on, with a version."""
        return self.filter(is_active=True).exclude(latest=None)

    def tagged(self, tag: str) -> Self:
        """Questions whose newest version carries exactly this tag."""
        written = ReadableJSON().encode(tag)
        return self.annotate(_tags=Cast("newest__tags", TextField())).filter(
            _tags__contains=written
        )

    def matching(self, text: str) -> Self:
        """Questions with the text in their key, stem, explanation or tags."""
        return self.annotate(_searched=Cast("newest__tags", TextField())).filter(
            Q(key__icontains=text)
            | Q(newest__stem__icontains=text)
            | Q(newest__explanation__icontains=text)
            | Q(_searched__icontains=text)
        )


class Question(models.Model):
    """One question of a bank; what it asks is in its versions."""

    bank = models.ForeignKey(
        QuestionBank, models.PROTECT, related_name="questions", verbose_name=_("bank")
    )
    key = models.SlugField(_("key"), max_length=80, unique=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Only active questions are drawn.")
    )
    # The version that is drawn: the latest that three people agreed on, or that came
    # with the academy. Null until the first one has passed.
    latest = models.ForeignKey(
        "QuestionVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The version that was written last, drawn or not. Null only between the making of
    # the question and of its first version.
    newest = models.ForeignKey(
        "QuestionVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Derived: the items made from it; services.questions.recount_draws rebuilds it.
    times_drawn = models.PositiveIntegerField(default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.key

    @property
    def has_draft(self) -> bool:
        """The newest version is not the one that is drawn."""
        return self.newest_id != self.latest_id


class QuestionVersion(models.Model):
    """A question as it was from one moment on; never changed, only followed."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # A key of question_types.registry.
    kind = models.CharField(_("type"), max_length=40)
    stem = models.TextField(_("question text"))
    spec = models.JSONField(encoder=ReadableJSON)
    explanation = models.TextField(_("explanation"), blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    tags = models.JSONField(_("tags"), default=list, blank=True, encoder=ReadableJSON)
    # Where the answer can be read up, such as "handbook/7"; who knows these is said
    # in settings.QUESTION_REFERENCES.
    references = models.JSONField(
        _("references"), default=list, blank=True, encoder=DjangoJSONEncoder
    )
    created_at = models.DateTimeField()
    # Null: loaded from a file by the system.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="quizzes_version_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="quizzes_versions_count_from_one"
            ),
            models.CheckConstraint(
                condition=Q(difficulty__in=[1, 2, 3]),
                name="quizzes_difficulty_is_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["remember", "understand", "apply"]),
                name="quizzes_level_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(stem=""), name="quizzes_version_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of question #{self.question_id}"

    @property
    def display_stem(self) -> str:
        """The question with today's values of the company facts it names."""
        return company_facts.in_words(self.stem, CHINESE)
