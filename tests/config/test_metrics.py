"""/metrics: for whoever has the token; numbers of routes and states, of nobody."""

from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.utils import timezone

from config import metrics
from people.models import JobState
from tests.factories.jobs import a_job

TOKEN = "a long and random token"


@pytest.fixture
def _watched(settings, tmp_path, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))


def ask(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("token", ["", "a long and random", f"{TOKEN}!", "ü"])
def test_without_the_token_there_is_no_such_page(client, db, _watched, token):
    assert ask(client, token).status_code == 404
    assert client.get("/metrics").status_code == 404


def test_where_no_token_is_set_nobody_may_ask(client, db, settings):
    settings.METRICS_TOKEN = ""

    assert ask(client, "").status_code == 404
    with pytest.raises(MiddlewareNotUsed):
        metrics.request_metrics(lambda request: None)


def test_jobs_by_state_and_how_long_the_oldest_waits(client, db, _watched, freezer_now):
    for minutes, state in [
        (9, "waiting"),
        (2, "waiting"),
        (30, "running"),
        (60, "done"),
    ]:
        a_job(state=state, now=freezer_now - timedelta(minutes=minutes))

    lines = ask(client).content.decode().splitlines()

    assert 'waybill_jobs{state="waiting"} 2.0' in lines
    assert 'waybill_jobs{state="running"} 1.0' in lines
    assert 'waybill_jobs{state="cancelling"} 0.0' in lines
    assert "waybill_job_queue_age_seconds 540.0" in lines
    assert "waybill_database_up 1.0" in lines


@pytest.fixture
def freezer_now(monkeypatch):
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def test_without_jobs_the_queue_is_not_old(client, db, _watched):
    assert "waybill_job_queue_age_seconds 0.0" in ask(client).content.decode()


def test_a_database_that_is_down_is_said_and_breaks_nothing(monkeypatch):
    def down():
        raise DatabaseError

    monkeypatch.setattr(metrics.Job.objects, "unfinished", down)

    [up] = metrics.Jobs().collect()

    assert (up.name, up.samples[0].value) == ("waybill_database_up", 0)


def test_a_request_is_counted_under_the_name_of_its_route(
    client, learner, client_of, rf, settings, hr, now
):
    settings.METRICS_TOKEN = TOKEN
    job = a_job(state=JobState.DONE, now=now, asked_by=hr)
    before = counted("GET", "jobs:job", "200"), counted("OTHER", "unknown", "404")

    client_of(hr).get(f"/jobs/{job.pk}/")
    client.generic("BREW", "/who/T00042/")

    after = counted("GET", "jobs:job", "200"), counted("OTHER", "unknown", "404")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def counted(*labels):
    return metrics.REQUESTS.labels(*labels)._value.get()
