"""Measure the pages beside the floor, on a server and a database of its own."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import BaseCommand, CommandError

from config.bench import run, server
from config.bench.run import Line
from config.bench.scenarios import Unexpected

COLUMNS = "{:<16}{:>4}{:>10}{:>9}{:>9}{:>10}{:>8}{:>9}{:>9}"
HEAD = (
    "page",
    "c",
    "req/s",
    "p50 ms",
    "p95 ms",
    "floor/s",
    "%floor",
    "queries",
    "bytes",
)


def numbers(text: str) -> list[int]:
    try:
        found = [int(part) for part in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(1 <= number <= 256 for number in found):
        raise ArgumentTypeError("give numbers between 1 and 256, such as 1,8,32")
    return found


def duration(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 60:
        raise ArgumentTypeError("give seconds between 0 and 60")
    return seconds


class Command(BaseCommand):
    help = "Print requests/s, times, queries and bytes per page, beside the floor."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--database",
            metavar="URL",
            help="the server to measure on; a database beside the named one is made "
            "and dropped (default: PostgreSQL on this machine, else SQLite)",
        )
        parser.add_argument("--concurrency", type=numbers, default=[1, 8, 32])
        parser.add_argument("--seconds", type=duration, default=5.0, help="per page")
        parser.add_argument("--people", type=int, default=0, help="seed_scale first")
        parser.add_argument("--attempts", type=int, default=0, help="seed_scale first")
        parser.add_argument("--json", action="store_true")

    def handle(
        self,
        *args: Any,
        database: str | None,
        concurrency: list[int],
        seconds: float,
        people: int,
        attempts: int,
        json: bool,
        **_: Any,
    ) -> None:
        self.as_json = json
        begun = time.monotonic()
        url = database or server.default_database()
        try:
            with server.running(database=url, people=people, attempts=attempts) as made:
                self.head(made)
                lines = run.bench(
                    port=made.port,
                    cast=made.cast,
                    concurrency=concurrency,
                    seconds=seconds,
                    say=self.say,
                )
                cache = "redis" if made.cache else "files"
        except (server.CannotStart, Unexpected) as problem:
            raise CommandError(str(problem)) from problem
        if json:
            data = {"database": made.kind, "cache": cache}
            self.stdout.write(as_text(data | {"lines": [x.as_data() for x in lines]}))
        else:
            self.stdout.write(
                f"\nsearch: n/a (there is no search page yet)\n"
                f"{time.monotonic() - begun:.0f} s in all"
            )

    def head(self, made: server.Bench) -> None:
        if self.as_json:
            return
        cache = "Redis" if made.cache else "files"
        self.stdout.write(f"database: {made.kind}; cache: {cache}; 2 web processes\n")
        self.stdout.write(COLUMNS.format(*HEAD))

    def say(self, line: Line) -> None:
        if self.as_json:
            return
        data = line.as_data()
        cells = [
            str(data[name])
            for name in (
                "page",
                "concurrency",
                "per_second",
                "p50_ms",
                "p95_ms",
                "floor_per_second",
                "percent_of_floor",
                "queries",
                "bytes",
            )
        ]
        self.stdout.write(COLUMNS.format(*cells))
        self.stdout.flush()


def as_text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
