"""Opening entries and confirming that they were read."""

from datetime import datetime

from django.db import transaction

from courses.models import Enrolment, EntryPage, Reading, ReadingStep, StepEvent
from courses.queries import OpenStep, open_reading_steps
from courses.services import progress
from people.models import User


class NothingToRead(Exception):
    """The step's entry was taken down and there is no other text; nothing counts."""


@transaction.atomic(savepoint=False)
def open_entry(*, person: User, entry: EntryPage, now: datetime) -> None:
    """Record that this revision of the entry was opened, also in its course steps."""
    _append(person=person, entry=entry, kind=Reading.Kind.OPENED, now=now)
    progress.record(
        steps=open_reading_steps(person, entry),
        kind=StepEvent.Kind.OPENED,
        now=now,
        revision_id=entry.live_revision_id,
    )


@transaction.atomic(savepoint=False)
def confirm_read(*, person: User, entry: EntryPage, now: datetime) -> None:
    """Record that the person read this revision, also in their course steps."""
    _append(person=person, entry=entry, kind=Reading.Kind.READ, now=now)
    progress.record(
        steps=open_reading_steps(person, entry),
        kind=StepEvent.Kind.PASSED,
        now=now,
        revision_id=entry.live_revision_id,
    )


@transaction.atomic
def open_step(*, enrolment: Enrolment, step: ReadingStep, now: datetime) -> None:
    """Record that a step was opened; with an entry, the entry was too."""
    if step.live_entry is not None:
        open_entry(person=enrolment.person, entry=step.live_entry, now=now)
    else:
        _record_own_text(enrolment, step, StepEvent.Kind.OPENED, now)


@transaction.atomic
def complete_step(*, enrolment: Enrolment, step: ReadingStep, now: datetime) -> None:
    """Record that a step was read; with an entry, the entry was too.

    :raises NothingToRead: while its entry is down and it has no text of its own
    """
    if step.is_taken_down:
        raise NothingToRead
    if step.live_entry is not None:
        confirm_read(person=enrolment.person, entry=step.live_entry, now=now)
    else:
        _record_own_text(enrolment, step, StepEvent.Kind.PASSED, now)


def _record_own_text(
    enrolment: Enrolment, step: ReadingStep, kind: StepEvent.Kind, now: datetime
) -> None:
    progress.record(
        steps=[OpenStep(enrolment=enrolment.pk, step=step.pk)],
        kind=kind,
        now=now,
        revision_id=step.live_revision_id,
    )


def _append(
    *, person: User, entry: EntryPage, kind: Reading.Kind, now: datetime
) -> None:
    # Once per revision: the constraint drops what is there already.
    Reading.objects.bulk_create(
        [
            Reading(
                person=person,
                entry=entry,
                revision_id=entry.live_revision_id,
                kind=kind,
                at=now,
            )
        ],
        ignore_conflicts=True,
    )
