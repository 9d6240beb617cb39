"""A question's new version on its way to the papers, and who let it through."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.rules.editorial import ROLE_AT, Step
from quizzes.models.banks import QuestionVersion


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self, step: Step) -> Self:
        """Those whose version is the newest and waits at this step."""
        passed = Decision.objects.filter(
            proposal=OuterRef("pk"), step=Step.REVIEW, is_passed=True
        )
        over = Decision.objects.filter(proposal=OuterRef("pk")).exclude(
            step=Step.REVIEW, is_passed=True
        )
        reviewed = Exists(passed) if step == Step.APPROVAL else ~Exists(passed)
        return self.filter(
            ~Exists(over), reviewed, version__question__newest=F("version")
        )

    def waiting_for(self, person: User, roles: frozenset[str]) -> Self:
        """Those the person may decide on: not their own, and not for a second time."""
        found = self.none()
        for step, role in ROLE_AT.items():
            if role in roles:
                found |= self.waiting(step)
        written = QuestionVersion.objects.filter(
            Q(question__latest=None) | Q(number__gt=F("question__latest__number")),
            question=OuterRef("version__question"),
            created_by=person,
        )
        decided = Decision.objects.filter(proposal=OuterRef("pk"), by=person)
        return found.filter(~Exists(written), ~Exists(decided))

    def approved(self) -> Self:
        """Those that were let through and are not in the papers yet."""
        through = Decision.objects.filter(
            proposal=OuterRef("pk"),
            step__in=[Step.APPROVAL, Decision.DIRECT],
            is_passed=True,
        )
        return self.filter(
            Exists(through),
            Q(version__question__latest=None)
            | Q(version__number__gt=F("version__question__latest__number")),
        )


class Proposal(models.Model):
    """What somebody says of the version they wrote; append-only, one per version."""

    version = models.OneToOneField(
        QuestionVersion, models.PROTECT, related_name="proposal"
    )
    summary = models.CharField(_("what has changed"), max_length=300, blank=True)
    is_minor = models.BooleanField(_("minor change"), default=False)
    # Null: from its approval on.
    effective_on = models.DateField(_("effective on"), null=True)
    content_hash = models.CharField(_("content hash"), max_length=64)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed question version")
        verbose_name_plural = _("proposed question versions")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("content_hash"), 64),
                name="quizzes_proposal_hash_is_sha256",
            )
        ]

    def __str__(self) -> str:
        return f"proposal of version #{self.version_id}"


class Decision(models.Model):
    """Somebody let a proposal pass at a step, or sent it back; append-only."""

    # An administrator went past the two steps.
    DIRECT = "direct"
    STEPS = (
        (Step.REVIEW.value, _("Review")),
        (Step.APPROVAL.value, _("Approval")),
        (DIRECT, _("Published directly")),
    )

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=10, choices=STEPS)
    is_passed = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Why it was sent back, or published directly.
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("decision on a question version")
        verbose_name_plural = _("decisions on question versions")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "step"], name="quizzes_one_decision_per_step"
            ),
            models.UniqueConstraint(
                fields=["proposal", "by"], name="quizzes_one_decision_per_person"
            ),
            models.CheckConstraint(
                condition=Q(step__in=["review", "approval", "direct"]),
                name="quizzes_decision_step_is_known",
            ),
            models.CheckConstraint(
                condition=(Q(is_passed=True) & ~Q(step="direct")) | ~Q(comment=""),
                name="quizzes_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"decision #{self.pk} on proposal #{self.proposal_id}"
