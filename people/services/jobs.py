"""Asking for long work, calling it off, and bringing it back when a worker died."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from people import audit
from people.jobs import registry, running
from people.models import Job, JobState, User
from people.tasks import run_job

# A waiting job is handed to the broker again after this long: it may be lost (the
# broker was down, or is one of files and its worker died), or only queue behind
# others, and then the second delivery does nothing.
SEND_AGAIN_AFTER = timedelta(seconds=30)


class CannotBeCancelled(Exception):
    """The job is finished, or being cancelled already; nothing has been changed."""


@transaction.atomic
def enqueue(
    *, kind: str, arguments: dict[str, Any], requested_by: User | None, now: datetime
) -> Job:
    """Have a worker do it after the commit; the row shows how far it is.

    :raises registry.UnknownKind: if nobody does this kind of work
    """
    registry.handler_for(kind)
    job = Job.objects.create(
        kind=kind,
        arguments=arguments,
        requested_by=requested_by,
        created_at=now,
        sent_at=now,
    )
    if requested_by is not None:
        audit.record(
            action="job.requested",
            actor=requested_by,
            now=now,
            about=job,
            after={"kind": kind, "arguments": arguments},
        )
    run_job.delay_on_commit(job_id=job.pk)
    return job


@transaction.atomic
def cancel(*, job: Job, by: User, now: datetime) -> Job:
    """Call it off: at once if nobody has begun it, else as soon as its worker asks.

    :raises CannotBeCancelled: if it is finished or being cancelled
    """
    mine = Job.objects.filter(pk=job.pk)
    waiting = mine.filter(state=JobState.WAITING)
    changed = waiting.update(state=JobState.CANCELLED, finished_at=now)
    if not changed:
        at_work = mine.filter(state=JobState.RUNNING)
        changed = at_work.update(state=JobState.CANCELLING)
    if not changed:
        raise CannotBeCancelled
    before = job.state
    job.refresh_from_db()
    audit.record(
        action="job.cancelled",
        actor=by,
        now=now,
        about=job,
        before={"state": before},
        after={"state": job.state},
    )
    return job


def restart_stale(*, now: datetime, after: timedelta) -> list[int]:
    """Put back every job whose worker has fallen silent; return those sent again.

    One that was begun three times has failed; one being cancelled is cancelled.
    """
    stale = Job.objects.stale(now=now, after=after).select_related("requested_by")
    back = [
        job.pk
        for job in stale.order_by("pk")
        if running.put_back(job, now=now) == JobState.WAITING
    ]
    _send(back)
    return back


def send_waiting(*, now: datetime) -> list[int]:
    """Hand over again what has waited long enough to be lost; return those sent."""
    lost = Job.objects.waiting().filter(sent_at__lte=now - SEND_AGAIN_AFTER)
    sent = [
        pk
        for pk in lost.order_by("pk").values_list("pk", flat=True)
        # Of two clocks, one sends it.
        if lost.filter(pk=pk).update(sent_at=now)
    ]
    _send(sent)
    return sent


def _send(job_ids: list[int]) -> None:
    for pk in job_ids:
        run_job.delay_on_commit(job_id=pk)
