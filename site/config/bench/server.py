"""A server of the bench's own: its data, its database, its processes, all removed."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
import redis
from django.conf import settings
from psycopg import sql

from config.bench.client import LOOPBACK

POSTGRES = "postgresql://postgres@127.0.0.1:5432/waybill"
REDIS = "redis://127.0.0.1:6379/9"
START_SECONDS = 60


class CannotStart(Exception):
    """The bench's server or database cannot be made; nothing of it is left."""


def default_database() -> str:
    """Return PostgreSQL on this machine where it lets us in, else SQLite."""
    try:
        psycopg.connect(_maintenance(POSTGRES), connect_timeout=2).close()
    except psycopg.OperationalError:
        return "sqlite://"
    return POSTGRES


@contextmanager
def running(*, database: str, people: int, attempts: int) -> Iterator["Bench"]:
    """Make everything, give it to the caller, and remove it again.

    :raises CannotStart: naming the step that failed
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(_folder()))
        run = f"bench-{secrets.token_hex(4)}"
        if urlsplit(database).scheme == "sqlite":
            url = f"sqlite:///{quote(str(folder / 'bench.sqlite3'))}"
        else:
            url = stack.enter_context(_postgres(database, run.replace("-", "_")))
        bench = Bench(folder, url, run, cache=_redis_answers())
        if bench.cache:
            stack.callback(_forget, run)
        bench.cast = bench.prepare(people=people, attempts=attempts)
        stack.enter_context(bench.serving())
        yield bench


class Bench:
    """One bench: where its things are and how its processes are started."""

    def __init__(self, folder: Path, database: str, run: str, *, cache: bool) -> None:
        self.folder = folder
        self.cache = cache
        self.kind = urlsplit(database).scheme.replace("postgresql", "postgres")
        self.port = _free_port()
        self.cast: dict[str, Any] = {}
        root, site = str(settings.BASE_DIR), str(settings.SITE_DIR)
        kept = {
            name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ
        }
        self.environment = kept | {
            "PYTHONPATH": os.pathsep.join([root, site]),
            "DJANGO_SETTINGS_MODULE": "config.settings.bench",
            "BENCH": "1",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": LOOPBACK,
        }
        if cache:
            self.environment |= {"BENCH_CACHE_URL": REDIS, "BENCH_CACHE_PREFIX": run}

    def prepare(self, *, people: int, attempts: int) -> dict[str, Any]:
        """Migrate, load what `make run` loads, and the bench's own people."""
        self.manage("catalogue", "compile", "--verbosity", "0")
        self.manage("migrate", "--no-input", "--verbosity", "0")
        self.manage("load_starter", "--verbosity", "0")
        self.manage("seed_demo", "--verbosity", "0")
        if people:
            self.manage(
                "seed_scale", "--people", str(people), "--attempts", str(attempts)
            )
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        cast: dict[str, Any] = json.loads(self.manage("bench_prepare"))
        return cast

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # noqa: S603
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            last = " ".join(done.stderr.strip().splitlines()[-1:])
            raise CannotStart(f"manage.py {arguments[0]}: {last}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run the web server as `make run` does; stop it with all its workers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        command += ["--host", LOOPBACK, "--port", str(self.port), "--workers", "2"]
        command += ["--blocking-threads", "4", "--no-ws"]
        log = self.folder / "web.log"
        with log.open("wb") as output:
            web = subprocess.Popen(  # noqa: S603
                [*command, "config.wsgi:application"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_for(web)
            yield
        finally:
            web.terminate()
            with suppress(subprocess.TimeoutExpired):
                web.wait(timeout=10)
            with suppress(ProcessLookupError):
                os.killpg(web.pid, signal.SIGKILL)

    def _wait_for(self, web: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if web.poll() is not None:
                break
            with suppress(OSError), socket.create_connection((LOOPBACK, self.port), 1):
                return
            time.sleep(0.1)
        raise CannotStart("the web server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _folder() -> Iterator[str]:
    path = tempfile.mkdtemp(prefix="waybill-bench-")
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _maintenance(url: str) -> str:
    """The same server's own database: there one can make and drop others."""
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


@contextmanager
def _postgres(url: str, run: str) -> Iterator[str]:
    """Make a database beside the one that is named, and drop it afterwards."""
    parts = urlsplit(url)
    name = f"{unquote(parts.path[1:])}_{run}"
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    try:
        with psycopg.connect(_maintenance(url), autocommit=True) as server:
            server.execute(statement)
    except psycopg.Error as error:
        raise CannotStart(f"the database cannot be made: {error}") from error
    try:
        yield urlunsplit(parts._replace(path=f"/{quote(name)}"))
    finally:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with psycopg.connect(_maintenance(url), autocommit=True) as server:
            server.execute(drop.format(sql.Identifier(name)))


def _redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


def _forget(run: str) -> None:
    """Empty what this run put into Redis, and nothing else."""
    server = redis.Redis.from_url(REDIS)
    for key in server.scan_iter(f"{run}:*", count=500):
        server.delete(key)
