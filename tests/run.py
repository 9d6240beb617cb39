"""`make test`: run the suite on the best servers this machine has, and say which.

PostgreSQL and Redis are used where they answer (DATABASE_URL and CELERY_BROKER_URL
point elsewhere); without them the suite runs on SQLite and names what it skips.
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def choose_servers() -> list[str]:
    """Set the variables that choose the servers; return a line on each."""
    said = []
    if os.environ.get("WAYBILL_TEST_DATABASE") == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("CELERY_BROKER_URL", None)
        said.append("database: SQLite (asked for); broker: in memory")
    else:
        if not os.environ.get("DATABASE_URL") and answers(5432) and postgres_lets_in():
            os.environ["DATABASE_URL"] = "postgresql://postgres@127.0.0.1/waybill"
        if not os.environ.get("CELERY_BROKER_URL") and answers(6379):
            os.environ["CELERY_BROKER_URL"] = "redis://127.0.0.1:6379/9"
        kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
        broker = "Redis" if os.environ.get("CELERY_BROKER_URL") else "in memory"
        said.append(f"database: {kind}; broker and cache: {broker}")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    said.append(f"browser: {browser or 'none found, browser journeys are skipped'}")
    return said


def postgres_lets_in() -> bool:
    import psycopg  # noqa: PLC0415  # only where a server answers

    try:
        psycopg.connect("postgresql://postgres@127.0.0.1/postgres", connect_timeout=2)
    except psycopg.OperationalError:
        return False
    return True


PHASES = (
    ("everything but the browser", ["--ignore", "tests/journeys"]),
    # A browser on a loaded machine may stumble once; the summary names it ("rerun").
    ("browser journeys", ["tests/journeys", "--reruns", "1"]),
)


def main() -> int:
    """Run the two phases, or what is asked for; the worst exit code wins."""
    os.chdir(ROOT)
    os.environ.pop("DATA_DIR", None)
    for line in choose_servers():
        print(line, flush=True)  # noqa: T201
    common = [sys.executable, "-m", "pytest", "-q", "-rs", "--show-capture=no"]
    if sys.argv[1:]:
        return subprocess.run([*common, *sys.argv[1:]], check=False).returncode
    codes = []
    for name, arguments in PHASES:
        print(f"-- {name}", flush=True)  # noqa: T201
        spread = ["-n", "2", "--dist", "loadfile"]
        done = subprocess.run([*common, *spread, *arguments], check=False)
        codes.append(done.returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
