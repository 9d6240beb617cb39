"""Running a job: claim it, call its handler, write down how it ended.

Every change of state is one conditional UPDATE: of two workers, two clocks and a
person who all want something else, exactly one wins and the others change nothing.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.utils import translation

from people.jobs.contract import Cancelled, JobFailed, JobRun
from people.jobs.errors import sentence
from people.jobs.registry import UnknownKind, handler_for
from people.jobs.report import Pulse, Report
from people.models import Job, JobState
from people.models.jobs import MAX_ATTEMPTS

log = logging.getLogger(__name__)
NOT_STARTED: dict[str, Any] = {
    "state": JobState.WAITING,
    "started_at": None,
    "heartbeat_at": None,
}


def claim(*, job_id: int, now: datetime) -> Job | None:
    """Take a waiting job, or return None: somebody has it, or it is finished."""
    taken = (
        Job.objects.waiting()
        .filter(pk=job_id, attempts__lt=MAX_ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
            done=0,
            total=None,
            message="",
        )
    )
    if not taken:
        return None
    return Job.objects.select_related("requested_by").get(pk=job_id)


def run(*, job_id: int, clock: Callable[[], datetime], pulse: bool = True) -> None:
    """Run a waiting job to its end, whatever that is; any other is left alone."""
    job = claim(job_id=job_id, now=clock())
    if job is None:
        return
    report = Report(job)
    try:
        with translation.override(language_of(job)):
            _call_handler(job, report, clock=clock, pulse=pulse)
    except Cancelled:
        _end(job, JobState.CANCELLED, now=clock())
    except JobFailed as reason:
        fail(job, reason.code, reason.sentence, now=clock())
    except UnknownKind:
        fail(job, "unknown_kind", now=clock())
    except SoftTimeLimitExceeded:
        fail(job, "too_long", now=clock())
    except (OperationalError, InterfaceError):
        _log_failure(job)
        # Often over in a minute. If not even this can be written, the row grows
        # stale and the clock does the same.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        put_back(job, now=clock())
    except Exception:
        _log_failure(job)
        fail(job, "crashed", now=clock())


def _call_handler(
    job: Job, report: Report, *, clock: Callable[[], datetime], pulse: bool
) -> None:
    do = handler_for(job.kind)
    job_run = JobRun(
        job_id=job.pk,
        arguments=job.arguments,
        requested_by_id=job.requested_by_id,
        report=report,
        now=clock,
    )
    with Pulse(report, clock=clock) if pulse else nullcontext():
        result = do(job_run)
    if not report.is_completed:
        _end(job, JobState.DONE, now=clock(), result=result, **report.known)


def language_of(job: Job) -> str:
    """The language in which the job speaks: that of whoever asked for it."""
    asked_by = job.requested_by
    return (asked_by.language if asked_by else "") or settings.LANGUAGE_CODE


def put_back(job: Job, *, now: datetime) -> JobState | None:
    """Let it be tried again, unless it was tried often enough or is cancelled.

    Return the new state; None if somebody else changed it first.
    """
    if job.state == JobState.CANCELLING:
        # Nobody is there any more who could be asked to stop.
        return _end(job, JobState.CANCELLED, now=now)
    if job.attempts >= MAX_ATTEMPTS:
        return fail(job, "gave_up", now=now)
    changed = _as_known(job).update(**NOT_STARTED, sent_at=now)
    return JobState.WAITING if changed else None


def fail(job: Job, code: str, text: str = "", *, now: datetime) -> JobState | None:
    """Write down that, and why, the job cannot be done."""
    with translation.override(language_of(job)):
        text = text or str(sentence(code))
    return _end(job, JobState.FAILED, now=now, error_code=code, error=text)


def _end(job: Job, state: JobState, *, now: datetime, **fields: Any) -> JobState | None:
    # An attempt that was taken for dead finds another number, and changes nothing.
    changed = (
        Job.objects.at_work()
        .filter(pk=job.pk, attempts=job.attempts)
        .update(state=state, finished_at=now, **fields)
    )
    return state if changed else None


def _as_known(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=job.state)


def _log_failure(job: Job) -> None:
    """Say where it broke; messages of exceptions hold people's data."""
    kind, _error, where = sys.exc_info()
    log.error(
        "job failed",
        extra={
            "job": job.pk,
            "kind": job.kind,
            "attempt": job.attempts,
            "error": kind.__qualname__ if kind else "",
            "where": traceback.format_tb(where),
        },
    )
