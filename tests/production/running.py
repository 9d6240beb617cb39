"""The services of compose.yaml as processes of this machine, and browsers for them."""

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
from contextlib import closing, contextmanager, suppress
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection

from tests.production.deployment import COMPOSE, ROOT, commands_of

NAME = "academy.example.com"
TOKEN = "a token for this test"
REDIS = os.environ.get("CELERY_BROKER_URL") or "redis://127.0.0.1:6379/9"
# A queue and a cache of its own on the suite's server, for each of its processes.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_number = (int(urlsplit(REDIS).path[1:] or 0) + 5 + _worker) % 16
OWN_REDIS = f"{urlsplit(REDIS).scheme}://{urlsplit(REDIS).netloc}/{_number}"


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
        # Where the services look for them; a test may put a relay between.
        self.database_at = f"{database['host']}:{database['port']}"
        self.redis_at = OWN_REDIS
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
        user, name = self.database["user"], self.database["dbname"]
        values["DATABASE_URL"] = f"postgresql://{user}@{self.database_at}/{name}"
        values["CELERY_BROKER_URL"] = values["CACHE_URL"] = self.redis_at
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

    def prepare(self):
        """Make the tables, the files and a small academy; return what is in it."""
        self.start("setup", wait=True, command=["python", "manage.py", "migrate"])
        collect = ["python", "manage.py", "collectstatic", "--no-input"]
        self.start("setup", wait=True, command=collect)
        facts = self.folder / "facts.json"
        make = ["python", "tests/production/prepare.py", str(facts)]
        self.start("setup", wait=True, command=make)
        return json.loads(facts.read_text(encoding="utf-8"))

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


class Relay:
    """Stands before a server; cut, nobody reaches it."""

    def __init__(self, host, port):
        self.target = (host or "127.0.0.1", int(port))
        self.port = free_port()
        self.pairs = []
        self.listener = None
        self.mend()

    def mend(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def cut(self):
        # Without the shutdown a waiting accept() keeps the port open.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for each in self.pairs:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.pairs.clear()

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self.target)
            except OSError:
                return
            self.pairs += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source, target):
    with suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)


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

    def sign_in(self, number, password):
        assert "login" in self.get("/account/sign-in/").text
        who = {"login": number, "password": password}
        answer = self.post("/account/sign-in/", who)
        assert answer.status == 302, answer.text[-1500:]
        return self

    def save(self, item, data):
        response = self.post(item, data, Accept="application/json")
        return response.status, json.loads(response.text)

    def twin(self, port_first):
        """The same person in another tab, at the other server first."""
        other = Browser(None, *self.ports)
        other.turn, other.cookies = port_first, dict(self.cookies)
        return other


def empty_own_redis():
    with closing(redis.Redis.from_url(OWN_REDIS)) as broker:
        for pattern in ("_kombu*", "unacked*", "celery", "waybill:*"):
            for key in broker.scan_iter(pattern):
                broker.delete(key)


@contextmanager
def own_site(folder):
    """A site with a database of its own, and nothing left of it afterwards."""
    if connection.vendor != "postgresql" or not redis_answers():
        pytest.skip("needs PostgreSQL and Redis")
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
        running = Site(folder, server | {"dbname": name})
        try:
            yield running
        finally:
            running.stop()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            empty_own_redis()


def wait_for_papers(site, how_many):
    """The workers set the certificates, after the commit."""
    deadline = time.monotonic() + 60
    rendered = "SELECT count(*) FROM courses_certificate WHERE rendered_at IS NOT NULL"
    while site.ask(rendered) != how_many:
        assert time.monotonic() < deadline, site.log_of("worker")
        time.sleep(0.2)
