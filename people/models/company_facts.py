"""What a company lays down: its facts, their values, and what a new value touches."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Post, in_reader_language
from people.rules import company_facts as rules

if TYPE_CHECKING:
    from people.models.users import User


class FactKind(models.TextChoices):
    """The kinds of rules.company_facts.Kind, in words."""

    TEXT = rules.Kind.TEXT, _("Text")
    NUMBER = rules.Kind.NUMBER, _("Whole number")
    MONEY = rules.Kind.MONEY, _("Amount of money (CNY)")
    DURATION = rules.Kind.DURATION, _("Duration")
    PERCENTAGE = rules.Kind.PERCENTAGE, _("Percentage")
    PHONE = rules.Kind.PHONE, _("Phone number")
    DATE = rules.Kind.DATE, _("Day")
    LINK = rules.Kind.LINK, _("Web address")


class CompanyFactQuerySet(models.QuerySet["CompanyFact"]):
    def to_be_filled_by(self, person: "User") -> Self:
        """Facts of the person's post, and those that name the person."""
        mine = Q(owner=person)
        if person.post_id is not None:
            mine |= Q(owner_post=person.post_id)
        return self.filter(mine)


class CompanyFact(models.Model):
    """Something only the company knows, such as a deadline or a phone number.

    What it is called may be reworded; its key, once given, is in texts and stays.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=FactKind)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=30, blank=True)
    # Who must fill it: a post, a person, or nobody yet.
    owner_post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="company_facts",
        verbose_name=_("post that fills it"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="company_facts",
        verbose_name=_("person who fills it"),
    )
    description = models.TextField(_("what it is and where to find it"), blank=True)
    created_at = models.DateTimeField()

    objects = CompanyFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("company fact")
        verbose_name_plural = _("company facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in rules.Kind]),
                name="people_fact_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(name=""), name="people_fact_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(owner_post=None),
                name="people_fact_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(unit_en="") | ~Q(unit=""), name="people_fact_units_together"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name, self.name_en)

    @property
    def token(self) -> str:
        return f"[[fact:{self.key}]]"

    @property
    def units(self) -> tuple[str, ...]:
        return self.unit, self.unit_en


class CompanyFactValueQuerySet(models.QuerySet["CompanyFactValue"]):
    def in_force_first(self) -> Self:
        """By the day they hold from, the newest first; of one day's, the one set last
        (docs/rules/company_facts.md)."""
        return self.order_by("-valid_from", "-pk")

    def in_force_on(self, day: date) -> Self:
        """One value for each fact that has any on that day."""
        newest = (
            CompanyFactValue.objects.filter(
                fact=models.OuterRef("fact"), valid_from__lte=day
            )
            .in_force_first()
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class CompanyFactValue(models.Model):
    """What a fact is from some day on; append-only: a correction is another value."""

    fact = models.ForeignKey(CompanyFact, models.PROTECT, related_name="values")
    # As rules.company_facts.read() stores its kind.
    value = models.CharField(max_length=rules.LONGEST)
    # For facts that are text only; empty: the Chinese is shown in English too.
    value_en = models.CharField(max_length=rules.LONGEST, blank=True)
    valid_from = models.DateField()
    # Null: came with the demo company.
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField()
    # Where it is laid down, or why it was changed.
    source = models.CharField(max_length=200, blank=True)

    objects = CompanyFactValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a company fact")
        verbose_name_plural = _("values of company facts")
        indexes = [
            models.Index(
                fields=["fact", "-valid_from", "-id"], name="people_fact_in_force"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(value=""), name="people_fact_value_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"value #{self.pk} of company fact #{self.fact_id}"

    def in_words(self, language: str) -> str:
        """The value as a text in this language shows it; the fact must be loaded."""
        stored = self.value
        if language == rules.ENGLISH and self.value_en:
            stored = self.value_en
        return rules.show(
            rules.Kind(self.fact.kind),
            stored,
            unit=self.fact.unit,
            unit_en=self.fact.unit_en,
            language=language,
        )

    @property
    def display_value(self) -> str:
        return self.in_words(in_reader_language(rules.CHINESE, rules.ENGLISH))


class ReviewMarkQuerySet(models.QuerySet["ReviewMark"]):
    def open(self) -> Self:
        """Those that nobody has dealt with."""
        return self.filter(clearance=None)

    def about(self, about_type: str, about_id: int) -> Self:
        return self.filter(about_type=about_type, about_id=about_id)


class ReviewMark(models.Model):
    """A fact got another value, so this text that names it must be looked at."""

    value = models.ForeignKey(CompanyFactValue, models.PROTECT, related_name="marks")
    # What names the fact, as the audit log writes it: "courses.entrypage", 7.
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    at = models.DateTimeField()

    objects = ReviewMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark for review")
        verbose_name_plural = _("marks for review")
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="people_mark_about")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "about_type", "about_id"],
                name="people_marked_once_by_a_value",
            )
        ]

    def __str__(self) -> str:
        return f"mark #{self.pk} of {self.about_type} #{self.about_id}"


class ReviewClearance(models.Model):
    """Somebody looked at a marked text: it is right, or it was revised."""

    class How(models.TextChoices):
        CHECKED = "checked", _("Checked, still right")
        REVISED = "revised", _("Revised")

    mark = models.OneToOneField(ReviewMark, models.PROTECT, related_name="clearance")
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField()
    # Null: published by the system.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("cleared mark")
        verbose_name_plural = _("cleared marks")
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["checked", "revised"]),
                name="people_clearance_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"clearance of mark #{self.mark_id}"


class TakenEffect(models.Model):
    """A value came into force and what names its fact was marked: once for each."""

    value = models.OneToOneField(
        CompanyFactValue, models.PROTECT, related_name="taken_effect"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("value taken effect")
        verbose_name_plural = _("values taken effect")

    def __str__(self) -> str:
        return f"value #{self.value_id} took effect"
