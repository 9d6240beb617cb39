"""A company of its own with a real worker that can be killed, on either broker."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

REDIS = os.environ.get("CELERY_BROKER_URL") or "redis://127.0.0.1:6379/9"
# Two processes of the suite do not take each other's work.
PREFIX = f"waybill-killed-{os.getpid()}-"


def answers(url):
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 6379), timeout=1):
            return True
    except OSError:
        return False


class Company:
    """A data folder, a database, a broker, and processes that use them."""

    def __init__(self, folder, *, database_url, broker_url, connect):
        self.folder, self.connect = folder, connect
        self.marks = folder / "marks"
        self.marks.mkdir()
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.people.worker_settings",
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), "site"]),
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": broker_url,
            "SECRET_KEY": "only for this test",
            "ALLOWED_HOSTS": "localhost",
            "JOB_STALE_SECONDS": "1",
            "KILLED_PREFIX": PREFIX,
        }
        options = {"global_keyprefix": PREFIX}
        if broker_url.startswith("filesystem"):
            queue = str(folder / "broker" / "queue")
            options = {"data_folder_in": queue, "data_folder_out": queue}
            options["control_folder"] = str(folder / "broker" / "control")
        self.clock = Celery()
        # Not broker_url: the suite's own CELERY_BROKER_URL would win.
        self.clock.conf.broker_write_url = broker_url
        self.clock.conf.broker_transport_options = options

    def start(self, *command):
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @contextmanager
    def worker(self):
        quick = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        process = self.start(
            *("-m", "celery", "-A", "config", "worker", "-c", "3", *quick)
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def ask(self, sql):
        with closing(self.connect()) as database, closing(database.cursor()) as cursor:
            return cursor.execute(sql).fetchall()

    def until(self, done, *, seconds=60, tick=lambda: None):
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                pytest.fail(self.log.read_text()[-3000:])
            tick()
            time.sleep(0.2)

    def let_the_clock_tick(self):
        self.clock.send_task("people.schedule.restart_jobs")


def on_files_and_sqlite(folder):
    path = folder / "own.sqlite3"
    return Company(
        folder,
        database_url=f"sqlite:///{path}",
        broker_url="filesystem://",
        connect=lambda: sqlite3.connect(path, timeout=15),
    )


@contextmanager
def on_redis_and_postgresql(folder):
    if connection.vendor != "postgresql" or not answers(REDIS):
        pytest.skip("needs PostgreSQL and Redis")
    known = settings.DATABASES["default"]
    where = {
        "host": known["HOST"],
        "port": known["PORT"] or 5432,
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    name = f"waybill_killed_{os.getpid()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield Company(
                folder,
                database_url=(
                    f"postgresql://{where['user']}:{where['password']}"
                    f"@{where['host']}:{where['port']}/{name}"
                ),
                broker_url=REDIS,
                connect=lambda: psycopg.connect(dbname=name, **where),
            )
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    with closing(redis.Redis.from_url(REDIS)) as broker:
        for key in broker.scan_iter(f"{PREFIX}*"):
            broker.delete(key)
