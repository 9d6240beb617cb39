"""Deciding on new versions of questions, and bringing them into the papers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people import audit
from people.access import roles_of
from people.models import User
from people.rules import editorial
from people.rules.editorial import Draft, Refusal, Step
from quizzes.models import Decision, Proposal, Question, QuestionVersion


class Refused(Exception):
    """The person may not decide on the version; nothing has been changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class MayNotPublish(Exception):
    """Only administrators publish directly, and say why; nothing was changed."""


def refusal(*, proposal: Proposal, actor: User) -> tuple[Step, Refusal | None]:
    """Say what the version waits for, and why the person may not decide on it."""
    version = proposal.version
    decisions = list(proposal.decisions.all())
    passed = {d.step: d.by_id for d in decisions if d.is_passed}
    over = any(not d.is_passed for d in decisions) or bool(
        passed.keys() - {Step.REVIEW.value}
    )
    step = Step.APPROVAL if Step.REVIEW.value in passed else Step.REVIEW
    question = version.question
    since = question.latest.number if question.latest else 0
    written = QuestionVersion.objects.filter(question=question, number__gt=since)
    draft = Draft(
        waits_for=None if over else step,
        drafters=set(written.values_list("created_by", flat=True)),
        approved_by=set(passed.values()),
        is_as_submitted=question.newest_id == version.pk,
    )
    return step, editorial.refusal(
        draft=draft, step=step, actor=actor.pk, roles=roles_of(actor)
    )


@transaction.atomic
def decide(
    *,
    version: QuestionVersion,
    seen: Step,
    is_passed: bool,
    comment: str,
    actor: User,
    now: datetime,
) -> Step | None:
    """Let a version pass at the step somebody saw it at, or send it back.

    Returns what it waits for now; None: nothing any more.

    :raises Refused: for those who may not, and for whoever comes second
    """
    proposal = _locked(version)
    step, why = refusal(proposal=proposal, actor=actor)
    comment = comment.strip()
    if why is None and step != seen:
        why = Refusal.DECIDED
    if why is None and not is_passed and not comment:
        why = Refusal.NO_COMMENT
    if why is not None:
        raise Refused(why)
    Decision.objects.create(
        proposal=proposal,
        step=step,
        is_passed=is_passed,
        by=actor,
        at=now,
        comment=comment,
    )
    audit.record(
        action="question.passed" if is_passed else "question.sent_back",
        actor=actor,
        now=now,
        about=proposal.version.question,
        reason=comment,
        after={"step": step.value, "version": proposal.version.number},
    )
    if not is_passed:
        return None
    following = editorial.next_step(step)
    if following is None:
        _draw_from_its_day_on(proposal, now=now)
    return following


@transaction.atomic
def publish_directly(
    *, version: QuestionVersion, reason: str, actor: User, now: datetime
) -> None:
    """Let a version pass without review.

    :raises MayNotPublish: without the right or without a reason
    :raises Refused: if it does not wait any more
    """
    reason = reason.strip()
    if not reason or not editorial.may_publish_directly(roles_of(actor)):
        raise MayNotPublish
    proposal = _locked(version)
    _, why = refusal(proposal=proposal, actor=actor)
    if why in {Refusal.DECIDED, Refusal.CHANGED}:
        raise Refused(why)
    Decision.objects.create(
        proposal=proposal,
        step=Decision.DIRECT,
        is_passed=True,
        by=actor,
        at=now,
        comment=reason,
    )
    audit.record(
        action="question.published_directly",
        actor=actor,
        now=now,
        about=proposal.version.question,
        reason=reason,
        after={"version": proposal.version.number},
    )
    _draw_from_its_day_on(proposal, now=now)


def bring_into_force(*, now: datetime) -> int:
    """Draw the approved versions whose day has come; say how many."""
    today = timezone.localdate(now)
    due = Proposal.objects.approved().filter(effective_on__lte=today)
    done = 0
    for version in due.order_by("version__number").values_list("version", flat=True):
        with transaction.atomic():
            proposal = _locked(QuestionVersion.objects.get(pk=version))
            done += _draw_from_its_day_on(proposal, now=now)
    return done


def _locked(version: QuestionVersion) -> Proposal:
    # Two people at once: the second waits here and finds it decided.
    Question.objects.select_for_update(of=("self",)).get(pk=version.question_id)
    return Proposal.objects.select_related(
        "version__question__latest", "version__created_by"
    ).get(version=version.pk)


def _draw_from_its_day_on(proposal: Proposal, *, now: datetime) -> bool:
    question, version = proposal.version.question, proposal.version
    wanted = proposal.effective_on
    if wanted is not None and wanted > timezone.localdate(now):
        return False
    if question.latest is not None and question.latest.number >= version.number:
        return False
    before = question.latest.number if question.latest else None
    question.latest = version
    question.save(update_fields=["latest"])
    audit.record(
        action="question.in_force",
        actor=None,
        now=now,
        about=question,
        before={"version": before},
        after={"version": version.number, "content_hash": proposal.content_hash},
    )
    return True
