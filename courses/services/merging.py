"""What courses do when two accounts of one person are merged (ACCOUNT_MERGERS).

Steps that the former account has done are done for the kept one as well: events are
appended to its enrolment, with the time, revision and attempt of their source. The
source stays as it is, and so do the certificates: they are shown with the kept account.
"""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from courses.models import Enrolment, StepEvent
from courses.services import certificates, enrolments
from people import audit
from people.models import User

DONE = (StepEvent.Kind.PASSED, StepEvent.Kind.WAIVED)


class Credits:
    """Carries what one account has done in its courses over to another."""

    def objection(self, *, former: User, kept: User) -> str:
        return ""

    @transaction.atomic
    def carry_over(
        self, *, former: User, kept: User, actor: User | None, now: datetime
    ) -> None:
        sources: dict[int, list[StepEvent]] = defaultdict(list)
        done = StepEvent.objects.filter(enrolment__person=former, kind__in=DONE)
        for event in done.select_related("enrolment__course").order_by("at", "pk"):
            sources[event.enrolment.course_id].append(event)
        taken = Enrolment.objects.open().of(former).select_related("course")
        courses = {enrolment.course_id: enrolment for enrolment in taken}
        for events in sources.values():
            courses.setdefault(events[0].enrolment.course_id, events[0].enrolment)
        for pk, enrolment in courses.items():
            target = _enrolment_of(kept, enrolment, actor=actor, now=now)
            _credit(target, sources[pk], actor=actor, now=now)


def credit_late(*, former: User, now: datetime) -> None:
    """Carry over again: the closed account had an attempt to be graded still."""
    if former.merged_into is not None:
        Credits().carry_over(
            former=former, kept=former.merged_into, actor=None, now=now
        )


def _enrolment_of(
    kept: User, source: Enrolment, *, actor: User | None, now: datetime
) -> Enrolment:
    return enrolments.enrol(
        person=kept,
        course=source.course,
        enrolled_by=actor or source.enrolled_by,
        due_on=source.due_on,
        now=now,
    )


def _credit(
    target: Enrolment, sources: list[StepEvent], *, actor: User | None, now: datetime
) -> None:
    """Append what the enrolment lacks, and issue the certificate if that was all."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=target.pk)
    of_target = StepEvent.objects.of(target).filter(kind__in=DONE)
    known = set(of_target.values_list("step_id", "kind", "attempt_id"))
    new = [
        event
        for event in sources
        if (event.step_id, event.kind, event.attempt_id) not in known
    ]
    if not new:
        return
    StepEvent.objects.bulk_create(
        [
            StepEvent(
                enrolment=target,
                step_id=event.step_id,
                kind=event.kind,
                at=event.at,
                recorded_by=event.recorded_by or actor,
                revision_id=event.revision_id,
                attempt_id=event.attempt_id,
            )
            for event in new
        ],
        ignore_conflicts=True,
    )
    audit.record(
        action="progress.credited",
        actor=actor,
        now=now,
        person=target.person,
        about=target,
        after={"from_events": [event.pk for event in new]},
    )
    certificates.issue_if_earned(enrolment=target, now=now)
