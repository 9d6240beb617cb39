"""Recording what happens to the steps of an enrolment."""

from datetime import datetime

from django.db import transaction

from courses.models import Enrolment, StepEvent
from courses.queries import OpenStep, open_quiz_steps
from courses.rules.progress import State
from courses.services import certificates
from people import audit
from people.models import User
from quizzes.models import Attempt


# No savepoint: whoever calls it is in a transaction that stands or falls as one.
@transaction.atomic(savepoint=False)
def record(
    *,
    steps: list[OpenStep],
    kind: StepEvent.Kind,
    now: datetime,
    revision_id: int | None = None,
    attempt: Attempt | None = None,
) -> None:
    """Append one event per step, and issue the certificates that are now earned.

    An event that is there already is left as it is.
    """
    enrolments = _locked(steps) if State(kind.value).is_done else []
    StepEvent.objects.bulk_create(
        [
            StepEvent(
                enrolment_id=step.enrolment,
                step_id=step.step,
                kind=kind,
                at=now,
                revision_id=revision_id,
                attempt=attempt,
            )
            for step in steps
        ],
        ignore_conflicts=True,
    )
    for enrolment in enrolments:
        certificates.issue_if_earned(enrolment=enrolment, now=now)


@transaction.atomic
def waive(
    *, enrolment: Enrolment, step_id: int, recorded_by: User, reason: str, now: datetime
) -> StepEvent:
    """Let the person off one step; it counts as done."""
    [enrolment] = _locked([OpenStep(enrolment=enrolment.pk, step=step_id)])
    event = StepEvent.objects.create(
        enrolment=enrolment,
        step_id=step_id,
        kind=StepEvent.Kind.WAIVED,
        at=now,
        recorded_by=recorded_by,
    )
    audit.record(
        action="step.waived",
        actor=recorded_by,
        now=now,
        person=enrolment.person,
        about=event,
        reason=reason,
    )
    certificates.issue_if_earned(enrolment=enrolment, now=now)
    return event


# No savepoint, as above: the signal comes inside the transaction that graded it.
@transaction.atomic(savepoint=False)
def record_attempt(*, attempt: Attempt, now: datetime) -> None:
    """Carry a graded attempt into every open enrolment it belongs to.

    An attempt that was started before the enrolment does not count for it.
    """
    kind = StepEvent.Kind.PASSED if attempt.passed else StepEvent.Kind.FAILED
    steps = open_quiz_steps(attempt.person, attempt.quiz, since=attempt.started_at)
    record(steps=steps, kind=kind, now=now, attempt=attempt)


def _locked(steps: list[OpenStep]) -> list[Enrolment]:
    """Return the enrolments of these steps, each to be moved on by one at a time.

    Two last steps done in the same moment would else not see each other: both would
    find something missing, and nobody would issue the certificate.
    """
    ids = {step.enrolment for step in steps}
    if not ids:
        return []
    return list(
        Enrolment.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=ids)
        .select_related("course", "person", "certificate")
        .order_by("pk")
    )
