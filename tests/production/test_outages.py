"""The database or Redis goes away under a running site, and comes back."""

import re
import time
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from celery import Celery

from tests.production.running import OWN_REDIS, Browser, Relay, wait_for_papers

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]


@pytest.fixture
def database(site):
    relay = Relay(site.database["host"], site.database["port"])
    site.database_at = f"127.0.0.1:{relay.port}"
    return relay


@pytest.fixture
def redis(site):
    own = urlsplit(OWN_REDIS)
    relay = Relay(own.hostname, own.port or 6379)
    site.redis_at = f"redis://127.0.0.1:{relay.port}{own.path}"
    return relay


def test_the_database_goes_away_and_comes_back(site, database):
    facts = site.prepare()
    start_one_server(site)
    tab = Browser(site).sign_in(facts["learners"][0], facts["password"])
    first, *_ = start_quiz(tab, facts)[1]
    saved_once = an_answer()

    database.cut()
    refused = tab.post(first, saved_once, Accept="application/json")
    home = tab.get("/")
    probe = Browser(site)
    ready, alive = probe.get("/readyz").status, probe.get("/healthz").status
    database.mend()

    assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
    assert (home.status, "暂时" in home.text) == (503, True)
    assert (ready, alive) == (503, 200)
    assert tab.save(first, saved_once)[0] == 200
    assert tab.get("/").status == 200
    assert site.ask("SELECT count(*) FROM quizzes_response") == [(1,)]


def test_redis_goes_away_and_comes_back(site, redis):
    facts = site.prepare()
    start_one_server(site)
    site.start("worker")
    tab = Browser(site).sign_in(facts["learners"][0], facts["password"])
    paper, items = start_quiz(tab, facts)

    redis.cut()
    began = time.monotonic()
    newcomer = Browser(site).sign_in(facts["learners"][1], facts["password"])
    pages = [newcomer.get("/").status, tab.get("/").status, tab.get(paper).status]
    saved = [tab.save(item, an_answer())[0] for item in items]
    handed_in = tab.post(paper + "submit/", {}).status
    took = time.monotonic() - began
    degraded = tab.get("/readyz")
    redis.mend()

    assert pages == [200, 200, 200]
    assert saved == [200] * len(items)
    assert handed_in == 302
    # Eight requests; each would wait six seconds for the broker alone.
    assert took < 20
    assert (degraded.status, "degraded" in degraded.text) == (200, True)
    assert "degraded" not in tab.get("/readyz").text
    # The clock finds what no worker was told of, and the worker is back.
    clock = Celery()
    # Not broker_url: the suite's own CELERY_BROKER_URL would win.
    clock.conf.broker_write_url = OWN_REDIS
    clock.send_task("courses.schedule.render_missing_certificates")
    wait_for_papers(site, [(1,)])


def start_one_server(site):
    site.ports = site.ports[:1]
    site.start("web", port=site.ports[0])
    site.wait_until_ready()


def start_quiz(tab, facts):
    paper = tab.post(f"/quizzes/{facts['quiz']}/start/", {}).headers["Location"]
    page = tab.get(paper).text
    return paper, re.findall(r'action="(/quizzes/items/\d+/)"', page)


def an_answer():
    operation = str(uuid4())
    return {"operation_id": operation, "expected_sequence": "0", "answer": "true"}
