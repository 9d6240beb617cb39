"""The editions of a page: what readers got, from when on, and who answers for it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from people.queries import company_facts


class EditionQuerySet(models.QuerySet["Edition"]):
    def of(self, page: Page) -> Self:
        return self.filter(page=page.pk).order_by("-number")

    def asking(self) -> Self:
        """Those that ask readers to confirm again: as rules.editions.asks_again."""
        return self.filter(Q(is_minor=False) | Q(number=1))


def latest_edition(field: str) -> Subquery:
    """A field of a page's latest edition, for a query of pages."""
    editions = Edition.objects.filter(page=OuterRef("pk")).order_by("-number")
    return Subquery(editions.values(field)[:1])


def asked_revision() -> Subquery:
    """The revision that a page's readers should have confirmed, or a later one."""
    asking = Edition.objects.asking().filter(page=OuterRef("pk")).order_by("-number")
    return Subquery(asking.values("revision")[:1])


class Edition(models.Model):
    """One published revision of a page; append-only."""

    class Origin(models.TextChoices):
        REVIEWED = "reviewed", _("drafted, reviewed and approved by three people")
        DIRECT = "direct", _("published directly by an administrator")
        # Loaded by the system, or from before editions were counted.
        INITIAL = "initial", _("came with the academy")

    page = models.ForeignKey(Page, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="edition")
    revised_on = models.DateField(_("revised on"))
    effective_on = models.DateField(_("effective on"))
    summary = models.TextField(_("what has changed"), blank=True)
    summary_en = models.TextField(blank=True)
    is_minor = models.BooleanField(_("minor change"))
    origin = models.CharField(max_length=10, choices=Origin)
    # All three, or none but the drafter.
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drafter"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approver"),
    )
    # Set when an administrator went past the three.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    published_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"], name="courses_edition_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="courses_editions_count_from_one"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["reviewed", "direct", "initial"]),
                name="courses_edition_origin_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(origin="reviewed")
                | (
                    Q(
                        drafter__isnull=False,
                        reviewer__isnull=False,
                        approver__isnull=False,
                    )
                    & ~Q(drafter=F("reviewer"))
                    & ~Q(drafter=F("approver"))
                    & ~Q(reviewer=F("approver"))
                ),
                name="courses_edition_has_three_people",
            ),
            models.CheckConstraint(
                condition=(
                    Q(origin="direct", published_by__isnull=False) & ~Q(reason="")
                )
                | (~Q(origin="direct") & Q(published_by=None, reason="")),
                name="courses_direct_edition_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Exact(Length("content_hash"), 64),
                name="courses_edition_hash_is_sha256",
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of page #{self.page_id}"

    @property
    def display_summary(self) -> str:
        # What was said then stays, whatever the company says later.
        return company_facts.display(
            self.summary, self.summary_en, on=self.effective_on
        )

    @property
    def short_hash(self) -> str:
        return self.content_hash[:10]

    @property
    def is_direct(self) -> bool:
        return self.origin == self.Origin.DIRECT

    @property
    def is_initial(self) -> bool:
        return self.origin == self.Origin.INITIAL
