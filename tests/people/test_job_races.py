"""Two workers, two clocks and a person at one job, on real locks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from people.jobs import running
from people.models import AuditEntry, Job, JobState
from people.services import jobs
from people.tasks import run_job
from tests.courses.test_races import at_once
from tests.factories.jobs import a_job
from tests.people.job_handlers import effects

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = {"once": "tests.people.job_handlers.once"}


def test_of_eight_workers_one_gets_the_job(db, now):
    job = a_job(now=now)

    claimed = at_once(lambda: running.claim(job_id=job.pk, now=now), times=8)

    assert [found for found in claimed if found] == [job]
    assert Job.objects.get().attempts == 1


def test_eight_workers_have_one_effect(db, now):
    """With the pulse, each on a connection of its own."""
    job = a_job(now=now, kind="once")

    at_once(lambda: running.run(job_id=job.pk, clock=timezone.now), times=8)

    job.refresh_from_db()
    assert (job.state, job.attempts, effects()) == (JobState.DONE, 1, 1)


def test_two_clocks_put_a_dead_job_back_once(db, now, monkeypatch):
    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda *a, **k: sent.append(a))
    job = a_job(state=JobState.RUNNING, now=now, attempts=2)
    later = now + timedelta(minutes=5)

    at_once(lambda: jobs.restart_stale(now=later, after=timedelta(seconds=60)))
    at_once(lambda: jobs.send_waiting(now=later + jobs.SEND_AGAIN_AFTER))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 2)
    assert len(sent) == 2


def test_calling_off_at_once_is_written_down_once(hr, now):
    job = a_job(state=JobState.RUNNING, now=now)

    answers = at_once(
        lambda: jobs.cancel(job=Job.objects.get(pk=job.pk), by=hr, now=now)
    )

    refused = [a for a in answers if isinstance(a, jobs.CannotBeCancelled)]
    assert len(refused) == 3
    assert AuditEntry.objects.filter(action="job.cancelled").count() == 1


def test_cancelled_or_done_but_never_both(hr, now):
    """A person cancels while the worker commits."""
    for _ in range(5):
        job = a_job(now=now, kind="once")
        turns = iter(
            [
                lambda pk=job.pk: running.run(job_id=pk, clock=timezone.now),
                lambda pk=job.pk: jobs.cancel(
                    job=Job.objects.get(pk=pk), by=hr, now=now
                ),
            ]
        )
        before = effects()

        at_once(lambda: next(turns)(), times=2)  # noqa: B023

        job.refresh_from_db()
        if job.state == JobState.CANCELLING:
            # Asked between the claim and the end: the worker has not looked yet.
            pytest.fail("a worker left a cancelled job unfinished")
        assert effects() - before == (job.state == JobState.DONE)
