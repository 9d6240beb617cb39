"""Long work: every state, what may happen in it, and what a handler can rely on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError as BrokerDown

from people import schedule
from people.jobs import registry, running
from people.models import AuditEntry, Job, JobState
from people.services import jobs
from people.tasks import run_job
from tests.factories.jobs import a_job
from tests.people.job_handlers import effects

NAMES = [
    "add",
    "plain",
    "once",
    "refuse",
    "crash",
    "lose_database",
    "called_off",
    "called_off_late",
    "taken_over",
]
STALE = timedelta(seconds=60)


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = {
        name: f"tests.people.job_handlers.{name}" for name in NAMES
    }


@pytest.fixture
def enqueued(hr, now):
    def make(kind="add", **arguments):
        return jobs.enqueue(kind=kind, arguments=arguments, requested_by=hr, now=now)

    return make


def run(job, now):
    running.run(job_id=job.pk, clock=lambda: now, pulse=False)
    job.refresh_from_db()
    return job


# Asking ----------------------------------------------------------------------


def test_a_job_waits_until_the_commit_and_is_then_handed_over(
    enqueued, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda *a, **k: sent.append(a))

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueued(numbers=[1, 2])
        assert sent == []

    assert job.state == JobState.WAITING
    assert sent == [((), {"job_id": job.pk})]


def test_a_broker_that_is_down_does_not_break_the_request(
    enqueued, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args, **kwargs):
        raise BrokerDown

    monkeypatch.setattr("celery.app.base.Celery.send_task", down)
    monkeypatch.setattr("celery.app.amqp.AMQP.send_task_message", down, raising=False)

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueued()

    assert Job.objects.get().pk == job.pk


def test_a_kind_that_nobody_does_is_refused_at_once(enqueued):
    with pytest.raises(registry.UnknownKind):
        enqueued("shred")

    assert not Job.objects.exists()


def test_asking_and_cancelling_are_audited(enqueued, hr, now):
    job = enqueued(numbers=[4])
    jobs.cancel(job=job, by=hr, now=now)

    found = AuditEntry.objects.about(job).order_by("pk")
    assert [(e.action, e.actor, e.before, e.after) for e in found] == [
        ("job.requested", hr, None, {"kind": "add", "arguments": {"numbers": [4]}}),
        ("job.cancelled", hr, {"state": "waiting"}, {"state": "cancelled"}),
    ]


# Running ---------------------------------------------------------------------


def test_a_run_ends_with_its_result(enqueued, now):
    job = run(enqueued(numbers=[20, 22]), now + timedelta(seconds=9))

    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"sum": 42}, 1)
    assert (job.done, job.total) == (1, 2)
    assert job.started_at == job.finished_at == now + timedelta(seconds=9)


def test_a_plain_function_is_a_handler_too(enqueued, now):
    assert run(enqueued("plain"), now).result == {}


def test_a_finished_job_is_not_run_again(enqueued, now):
    job = run(enqueued("once"), now)

    run(job, now)

    assert (job.attempts, effects()) == (1, 1)


FAILURES = [
    ("refuse", "no_such_sheet", "还没有收藏"),
    ("crash", "crashed", "程序"),
    ("taken_away", "unknown_kind", "这类任务"),
]


@pytest.mark.parametrize(("kind", "code", "words"), FAILURES)
def test_a_failure_is_told_in_the_language_of_whoever_asked(hr, now, kind, code, words):
    hr.language = "zh-hans"
    hr.save(update_fields=["language"])
    job = run(a_job(kind=kind, now=now, asked_by=hr), now)

    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert words in job.error


def test_a_crash_is_logged_with_its_place_and_without_its_data(enqueued, now, caplog):
    job = run(enqueued("crash", name="张三"), now)

    [line] = [r for r in caplog.records if r.name == "people.jobs.running"]
    assert (line.job, line.error) == (job.pk, "ZeroDivisionError")
    assert "in crash" in "".join(line.where)
    assert "张三" not in str(line.__dict__) + job.error


def test_a_database_that_went_away_is_tried_again_three_times(enqueued, now):
    job = enqueued("lose_database")

    states = [run(job, now).state for _ in range(3)]

    assert states == [JobState.WAITING, JobState.WAITING, JobState.FAILED]
    assert (job.attempts, job.error_code) == (3, "gave_up")


def test_a_run_that_is_called_off_stops_at_the_next_question(enqueued, now):
    job = run(enqueued("called_off"), now)

    assert (job.state, job.result) == (JobState.CANCELLED, None)


def test_called_off_before_the_commit_nothing_is_written(enqueued, now):
    job = run(enqueued("called_off_late"), now)

    assert (job.state, effects()) == (JobState.CANCELLED, 0)


def test_a_run_taken_for_dead_may_not_write_any_more(enqueued, now):
    job = run(enqueued("taken_over"), now)

    assert (job.state, job.attempts, job.result) == (JobState.RUNNING, 2, None)


# The table of states -----------------------------------------------------------

CANCEL = {
    JobState.WAITING: JobState.CANCELLED,
    JobState.RUNNING: JobState.CANCELLING,
    JobState.CANCELLING: None,
    JobState.CANCELLED: None,
    JobState.DONE: None,
    JobState.FAILED: None,
}


@pytest.mark.parametrize(("state", "becomes"), CANCEL.items())
def test_cancelling(hr, now, state, becomes):
    job = a_job(state=state, now=now)

    if becomes is None:
        with pytest.raises(jobs.CannotBeCancelled):
            jobs.cancel(job=job, by=hr, now=now)
    else:
        jobs.cancel(job=job, by=hr, now=now)

    job.refresh_from_db()
    assert job.state == (becomes or state)
    assert AuditEntry.objects.count() - 1 == (becomes is not None)  # HR's role


@pytest.mark.parametrize("state", JobState.values)
def test_only_a_waiting_job_can_be_claimed(db, now, state):
    job = a_job(state=state, now=now)

    claimed = running.claim(job_id=job.pk, now=now)

    assert (claimed is not None) == (state == JobState.WAITING)


STALE_ONES = {
    # state, attempts, seconds of silence → state, attempts
    ("running", 1, 59): ("running", 1),
    ("running", 1, 61): ("waiting", 1),
    ("running", 2, 61): ("waiting", 2),
    ("running", 3, 61): ("failed", 3),
    ("cancelling", 1, 59): ("cancelling", 1),
    ("cancelling", 1, 61): ("cancelled", 1),
}


@pytest.mark.parametrize(("before", "after"), STALE_ONES.items())
def test_a_worker_that_fell_silent(db, now, before, after):
    state, attempts, silent = before
    job = a_job(state=state, now=now, attempts=attempts)

    jobs.restart_stale(now=now + timedelta(seconds=silent), after=STALE)

    job.refresh_from_db()
    assert (job.state, job.attempts) == after


def test_after_three_dead_workers_the_reader_is_told_why(db, now):
    job = a_job(state=JobState.RUNNING, now=now, attempts=3)

    assert jobs.restart_stale(now=now + 2 * STALE, after=STALE) == []

    job.refresh_from_db()
    assert (job.error_code, "三次" in job.error) == ("gave_up", True)


@pytest.mark.parametrize(("waited", "sent"), [(29, 0), (30, 1)])
def test_a_job_no_worker_was_told_of_is_sent_once_more(
    db, now, monkeypatch, waited, sent, django_capture_on_commit_callbacks
):
    a_job(now=now)
    told = []
    monkeypatch.setattr(run_job, "apply_async", lambda *a, **k: told.append(a))
    later = now + timedelta(seconds=waited)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.send_waiting(now=later)
        jobs.send_waiting(now=later)

    assert len(told) == sent


def test_a_clock_put_forward_an_hour_costs_one_attempt_and_no_effect(
    enqueued, now, monkeypatch
):
    monkeypatch.setattr(run_job, "apply_async", lambda *a, **k: None)
    job = enqueued("once")
    alive = running.claim(job_id=job.pk, now=now)
    jump = now + timedelta(hours=1)
    jobs.restart_stale(now=jump, after=STALE)
    run(job, jump)

    # The first worker was alive all the time, and now comes to its end.
    late = running.Report(alive)
    with transaction.atomic():
        kept = late.complete({"sum": 1}, now=jump)

    assert (kept, effects(), job.attempts) == (False, 1, 2)


def test_the_clock_does_both(db, now, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(run_job, "apply_async", lambda *a, **k: told.append(a[1]))
    long_ago = now - timedelta(days=365)
    waiting, dead = (a_job(state=s, now=long_ago) for s in ("waiting", "running"))

    with django_capture_on_commit_callbacks(execute=True):
        schedule.restart_jobs()

    assert told == [{"job_id": dead.pk}, {"job_id": waiting.pk}]


# What the database refuses -------------------------------------------------------

IMPOSSIBLE = [
    ("waiting", "started_at"),
    ("running", "heartbeat_at=None"),
    ("running", "finished_at"),
    ("done", "result=None"),
    ("done", "finished_at=None"),
    ("failed", "error=''"),
    ("cancelled", "finished_at=None"),
    ("running", "attempts=0"),
    ("running", "attempts=4"),
    ("running", "done over total"),
    ("asleep", ""),
]
FIELDS = {
    "": {},
    "heartbeat_at=None": {"heartbeat_at": None},
    "result=None": {"result": None},
    "finished_at=None": {"finished_at": None},
    "error=''": {"error": ""},
    "attempts=0": {"attempts": 0},
    "attempts=4": {"attempts": 4},
    "done over total": {"done": 3, "total": 2},
}


@pytest.mark.parametrize(("state", "what"), IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(db, now, state, what):
    fields = FIELDS.get(what, {what: now})

    with pytest.raises(IntegrityError), transaction.atomic():
        a_job(state=state, now=now, **fields)
