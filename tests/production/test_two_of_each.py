"""Two web servers and two workers on one PostgreSQL and one Redis, as in compose.yaml.

The services' own commands and variables, the core journey over HTTP from several
threads, and at the end exact numbers of everything.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection

from tests.production.deployment import COMPOSE, ROOT, commands_of

NAME = "academy.example.com"
TOKEN = "a token for this test"
REDIS = os.environ.get("CELERY_BROKER_URL") or "redis://127.0.0.1:6379/9"
# A queue and a cache of its own on the suite's server.
_number = (int(urlsplit(REDIS).path[1:] or 0) + 1) % 16
OWN_REDIS = f"{urlsplit(REDIS).scheme}://{urlsplit(REDIS).netloc}/{_number}"
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def redis_answers():
    parts = urlsplit(REDIS)
    try:
        with socket.create_connection((parts.hostname, parts.port or 6379), timeout=1):
            return True
    except OSError:
        return False


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The services of compose.yaml as processes of this machine."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.ports = [free_port(), free_port()]
        self.processes = []
        secrets = {"secret_key": "k" * 60, "metrics_token": TOKEN}
        secrets["database_password"] = database["password"] or "none"
        for name, text in secrets.items():
            (folder / name).write_text(text, encoding="utf-8")

    def environment(self, service):
        given = COMPOSE["services"][service]["environment"]
        values = {
            name: re.sub(r"\$\{SITE_NAME[^}]*\}", NAME, str(value)).replace(
                "/run/secrets", str(self.folder)
            )
            for name, value in given.items()
        }
        place = f"{self.database['host']}:{self.database['port']}"
        values["DATABASE_URL"] = (
            f"postgresql://{self.database['user']}@{place}/{self.database['dbname']}"
        )
        values["CELERY_BROKER_URL"] = values["CACHE_URL"] = OWN_REDIS
        values["PROMETHEUS_MULTIPROC_DIR"] = str(self.folder / "metrics")
        keep = {k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}
        return (
            keep
            | values
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.production",
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
                "DATA_DIR": str(self.folder),
            }
        )

    def start(self, service, *, port=None, wait=False, command=None):
        [command] = [command] if command else commands_of(service)
        program, *rest = command
        argv = [sys.executable, *rest]
        if program != "python":
            argv = [sys.executable, "-m", program, *rest]
        if port:
            argv[argv.index("--host") + 1] = "127.0.0.1"
            argv[argv.index("--port") + 1] = str(port)
        with (self.folder / f"{service}.log").open("ab") as log:
            process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=self.environment(service),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            assert process.wait(timeout=90) == 0, self.log_of(service)
        else:
            self.processes.append(process)

    def log_of(self, service):
        return (self.folder / f"{service}.log").read_text()[-3000:]

    def wait_until_ready(self):
        deadline = time.monotonic() + 40
        for port in self.ports:
            while True:
                try:
                    if Browser(self, port).get("/readyz").status == 200:
                        break
                except OSError:
                    pass
                assert time.monotonic() < deadline, self.log_of("web")
                time.sleep(0.2)

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def ask(self, sql):
        with psycopg.connect(**self.database) as database:
            return database.execute(sql).fetchall()


class Browser:
    """Keeps cookies and says https, as the proxy does. Asks the servers in turn."""

    def __init__(self, site, *ports):
        self.ports = ports or site.ports
        self.turn, self.cookies = 0, {}

    def ask(self, method, path, data=None, headers=()):
        port = self.ports[self.turn % len(self.ports)]
        self.turn += 1
        sent = {
            "Host": NAME,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "10.0.0.1",
            "Referer": f"https://{NAME}/",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            **dict(headers),
        }
        body = None
        if data is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["X-CSRFToken"] = self.cookies.get("csrftoken", "")
            body = urlencode(data)
        with closing(http.client.HTTPConnection("127.0.0.1", port, 20)) as server:
            server.request(method, path, body, sent)
            response = server.getresponse()
            response.text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            for key, morsel in SimpleCookie(line).items():
                # An empty one is being taken away.
                assert morsel["secure"] or not morsel.value, key
                self.cookies[key] = morsel.value
        return response

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, data, **headers):
        return self.ask("POST", path, data, headers)

    def twin(self, port_first):
        """The same person in another tab, at the other server first."""
        other = Browser(None, *self.ports)
        other.turn, other.cookies = port_first, dict(self.cookies)
        return other


@pytest.fixture
def site(tmp_path):
    if not redis_answers():
        pytest.skip("needs Redis")
    known = settings.DATABASES["default"]
    server = {
        "host": known["HOST"],
        "port": known["PORT"] or 5432,
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    name = f"waybill_two_{os.getpid()}"
    empty_own_redis()
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        running = Site(tmp_path, server | {"dbname": name})
        try:
            yield running
        finally:
            running.stop()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            empty_own_redis()


def empty_own_redis():
    with closing(redis.Redis.from_url(OWN_REDIS)) as broker:
        for pattern in ("_kombu*", "unacked*", "celery", "waybill:*"):
            for key in broker.scan_iter(pattern):
                broker.delete(key)


def at_once(*works):
    """Let all go together; return what each gave, or raise what one raised."""
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, w) for w in works]]


def journey(site, facts, number, answer):
    """Sign in, start twice, save from two tabs at once, submit twice at once."""
    tab = Browser(site)
    page = tab.get("/account/sign-in/").text
    assert "login" in page
    who = {"login": number, "password": facts["password"]}
    assert tab.post("/account/sign-in/", who).status == 302
    other = tab.twin(1)

    start = f"/quizzes/{facts['quiz']}/start/"
    opened = at_once(lambda: tab.post(start, {}), lambda: other.post(start, {}))
    [paper] = {response.headers["Location"] for response in opened}
    html = tab.get(paper).text
    items = re.findall(r'action="(/quizzes/items/\d+/)"', html)
    seen = {"saved": [], "stale": 0, "again": []}
    for item in items:
        one = {"operation_id": str(uuid4()), "expected_sequence": "0", "answer": answer}
        # The same save twice: the network repeated it. Then another tab's.
        same = at_once(lambda: save(tab, item, one), lambda: save(other, item, one))  # noqa: B023
        seen["again"].append(sorted(status for status, _ in same))
        seen["saved"].append({reply["sequence"] for _, reply in same})
        late = one | {"operation_id": str(uuid4())}
        seen["stale"] += save(other, item, late)[0] == 409
    submit = paper + "submit/"
    done = at_once(lambda: tab.post(submit, {}), lambda: other.post(submit, {}))
    seen["submitted"] = [response.status for response in done]
    seen["result"] = tab.get(done[0].headers["Location"]).status
    return seen


def save(tab, item, data):
    response = tab.post(item, data, Accept="application/json")
    return response.status, json.loads(response.text)


def test_the_core_journey_from_several_threads(site):
    site.start("setup", wait=True, command=["python", "manage.py", "migrate"])
    collect = ["python", "manage.py", "collectstatic", "--no-input"]
    site.start("setup", wait=True, command=collect)
    facts_file = site.folder / "facts.json"
    prepare = ["python", "tests/production/prepare.py", str(facts_file)]
    site.start("setup", wait=True, command=prepare)
    facts = json.loads(facts_file.read_text(encoding="utf-8"))
    for port in site.ports:
        site.start("web", port=port)
    for number in (1, 2):
        [worker] = commands_of("worker")
        site.start("worker", command=[*worker, "--hostname", f"w{number}@%h"])
    site.start("clock")
    site.wait_until_ready()

    # Two know everything, two know nothing.
    who = zip(facts["learners"], ("true", "false") * 2, strict=True)
    seen = at_once(*(partial(journey, site, facts, *one) for one in who))

    people, questions = len(facts["learners"]), facts["questions"]
    assert (
        seen
        == [
            {
                "saved": [{1}] * questions,
                "again": [[200, 200]] * questions,
                "stale": questions,
                "submitted": [302, 302],
                "result": 200,
            }
        ]
        * people
    )
    assert site.ask("SELECT count(*) FROM quizzes_attempt") == [(people,)]
    assert site.ask("SELECT count(*) FROM quizzes_response") == [(people * questions,)]
    assert site.ask(
        "SELECT count(*), count(DISTINCT item_id) FROM quizzes_marking"
    ) == [(people * questions, people * questions)]
    assert site.ask(
        "SELECT grade, passed, count(*) FROM quizzes_attempt GROUP BY 1, 2 ORDER BY 1"
    ) == [(0, False, 2), (100, True, 2)]
    assert site.ask("SELECT count(*) FROM courses_certificate") == [(2,)]
    wait_for_papers(site, [(2,)])
    counted = requests_counted(site)
    assert counted["quizzes:submit"] == 2 * people
    assert counted["quizzes:respond"] == 3 * people * questions


def wait_for_papers(site, how_many):
    """The workers set the certificates, after the commit."""
    deadline = time.monotonic() + 20
    rendered = "SELECT count(*) FROM courses_certificate WHERE rendered_at IS NOT NULL"
    while site.ask(rendered) != how_many:
        assert time.monotonic() < deadline, site.log_of("worker")
        time.sleep(0.2)


def requests_counted(site):
    """Ask one of the four web processes; it answers for all of them."""
    browser = Browser(site, site.ports[0])
    text = browser.get("/metrics", Authorization=f"Bearer {TOKEN}").text
    found = {}
    pattern = r'waybill_requests_total\{method="POST",route="([\w:]+)".*\} ([\d.]+)'
    for route, number in re.findall(pattern, text):
        found[route] = found.get(route, 0) + int(float(number))
    return found
