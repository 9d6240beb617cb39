"""Papers: sections that draw questions from banks, and the rules of sitting them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from people.queries import company_facts
from people.queries.fact_uses import refuse_unknown_keys
from quizzes.models.banks import Difficulty, QuestionBank

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

# In minutes. Beyond some thousands of years there is no date to wait for.
YEAR = 366 * 24 * 60


class MultipleChoiceScoring(models.TextChoices):
    """How a multiple-choice answer that is not wholly right is marked; the formulas
    are in docs/rules/grading.md."""

    ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")
    PROPORTIONAL = "proportional", _("Proportional")
    PENALISED = "penalised", _("Wrong choices count against right ones")


class Quiz(ClusterableModel):
    """A paper that people sit: what is drawn, how long, how often, when passed."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    # Null: no limit.
    time_limit_minutes = models.PositiveIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(YEAR)],
        help_text=_("Empty: no time limit."),
    )
    pass_grade = models.DecimalField(
        _("pass grade in %"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(60),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    # Null: as often as one likes.
    attempts_allowed = models.PositiveIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as one likes."),
    )
    wait_minutes = models.PositiveIntegerField(
        _("minutes to wait between attempts"),
        default=0,
        validators=[MaxValueValidator(YEAR)],
    )
    multiple_choice_scoring = models.CharField(
        _("marking of multiple choice"),
        max_length=20,
        choices=MultipleChoiceScoring,
        default=MultipleChoiceScoring.ALL_OR_NOTHING,
    )
    shuffle_options = models.BooleanField(_("shuffle the options"), default=True)
    is_open = models.BooleanField(
        _("open"),
        default=False,
        help_text=_("Attempts can be started only while the quiz is open."),
    )

    if TYPE_CHECKING:
        sections: RelatedManager["Section"]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_grade__range=(0, 100)),
                name="quizzes_pass_grade_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes=None) | Q(time_limit_minutes__gte=1),
                name="quizzes_time_limit_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gte=1),
                name="quizzes_attempts_allowed_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        super().clean()
        refuse_unknown_keys(self)

    @property
    def display_title(self) -> str:
        return company_facts.display(self.title, self.title_en)

    @property
    def display_intro(self) -> SafeString:
        return company_facts.display_marked(self.intro, self.intro_en)

    def frozen_rules(self) -> dict[str, Any]:
        """Return what an attempt keeps of the paper's rules."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "time_limit_minutes": self.time_limit_minutes,
            "pass_grade": str(self.pass_grade),
            "attempts_allowed": self.attempts_allowed,
            "wait_minutes": self.wait_minutes,
            "multiple_choice_scoring": self.multiple_choice_scoring,
            "shuffle_options": self.shuffle_options,
        }


class Section(Orderable, ClusterableModel):
    """A part of a quiz, drawn from one bank."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    bank = models.ForeignKey(
        QuestionBank, models.PROTECT, related_name="+", verbose_name=_("bank")
    )

    if TYPE_CHECKING:
        draw_rules: RelatedManager["DrawRule"]

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        refuse_unknown_keys(self)


class DrawRule(Orderable):
    """How many questions of one tag and difficulty a section draws."""

    section = ParentalKey(Section, on_delete=models.CASCADE, related_name="draw_rules")
    tag = models.CharField(
        _("tag"), max_length=60, blank=True, help_text=_("Empty: any tag.")
    )
    # Null: any difficulty.
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty, null=True, blank=True
    )
    count = models.PositiveSmallIntegerField(
        _("how many questions"), default=1, validators=[MinValueValidator(1)]
    )
    max_mark = models.DecimalField(
        _("marks for each"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("draw rule")
        verbose_name_plural = _("draw rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1), name="quizzes_rule_draws_something"
            ),
            models.CheckConstraint(
                condition=Q(max_mark__gt=0), name="quizzes_rule_mark_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"draw rule #{self.pk} of section #{self.section_id}"
