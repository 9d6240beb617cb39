"""The bench measures, cleans up after itself, and is no part of the site."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import Resolver404, resolve

from config.bench.measure import Timing
from config.bench.scenarios import FLOOR

ROOT = Path(__file__).resolve().parents[2]
BENCH = [sys.executable, "manage.py", "bench"]
SHORT = ["--seconds", "0.3", "--concurrency", "2"]
# What people read stays within twelve; what changes several things may take more.
MOST = {"sign-in": 24, "quiz start": 16, "submit": 24, "HR report": 16}
PAGES = [
    "floor",
    "sign-in",
    "home",
    "handbook entry",
    "quiz start",
    "open paper",
    "autosave",
    "submit",
    "result",
    "HR report",
]


def test_the_site_has_neither_floor_nor_counter(client_of, learner):
    with pytest.raises(Resolver404):
        resolve(FLOOR)
    response = client_of(learner).get("/", headers={"X-Count-Queries": "1"})

    assert "X-Queries" not in response.headers
    assert not any("bench" in name for name in settings.MIDDLEWARE)


def test_its_settings_load_for_the_bench_only():
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings.bench"],
        env={
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "x" * 50,
            "ALLOWED_HOSTS": "127.0.0.1",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "for `manage.py bench` only" in done.stderr


def test_its_people_are_made_for_the_bench_only(db, monkeypatch):
    monkeypatch.delenv("BENCH", raising=False)

    with pytest.raises(CommandError, match="only"):
        call_command("bench_prepare")


def test_percentiles_are_of_the_nearest_rank():
    timing = Timing(took=[4.0, 1.0, 3.0, 2.0], seconds=2.0)

    assert timing.percentile(0.50) == 2.0
    assert timing.percentile(0.95) == 4.0
    assert timing.per_second == 2.0
    assert Timing().percentile(0.95) == 0.0


@pytest.mark.parametrize(
    "arguments", [["--concurrency", "0"], ["--concurrency", "x"], ["--seconds", "999"]]
)
def test_a_bench_is_bounded(arguments):
    done = subprocess.run(
        [*BENCH, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "between" in done.stderr


def test_a_database_that_is_not_there_is_said_in_a_sentence():
    done = subprocess.run(
        [*BENCH, "--database", "postgresql://nobody@127.0.0.1:1/none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "the database cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def _databases():
    database = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"]:
        return set(), "sqlite://"
    url = f"postgresql://{database['USER']}@{database['HOST'] or '127.0.0.1'}"
    with psycopg.connect(f"{url}/postgres") as server:
        rows = server.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if "_bench_" in name}, f"{url}/waybill"


def test_a_short_run_measures_every_page_and_leaves_nothing(tmp_path):
    before, url = _databases()
    done = subprocess.run(
        [*BENCH, "--json", "--database", url, *SHORT],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = json.loads(done.stdout)["lines"]
    assert [line["page"] for line in lines] == PAGES
    for line in lines:
        assert line["requests"] > 0
        assert 0 < line["queries"] <= MOST.get(line["page"], 12), line
        assert line["bytes"] < 70_000
        assert 0 < line["p50_ms"] <= line["p95_ms"]
    assert list(tmp_path.iterdir()) == []
    assert _databases()[0] == before
