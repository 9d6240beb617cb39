"""Bring people in from an Excel or text table: all of it or nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from people import audit
from people.imports import checking
from people.imports.checking import Plan
from people.imports.report import Report
from people.services import importing


class Command(BaseCommand):
    help = (
        "Import people from an .xlsx or .csv table; see /people/import/ for the form."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(
        self, *args: Any, file: Path, dry_run: bool, json: bool, **_: Any
    ) -> None:
        now = timezone.now()
        try:
            with file.open("rb") as content:
                plan = checking.check(
                    content, name=file.name, today=timezone.localdate(now)
                )
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from None
        if plan.is_good and not dry_run:
            ready = importing.prepare(plan)
            try:
                with transaction.atomic():
                    self._write(plan, ready, file.name)
            except importing.DirectoryChanged:
                raise CommandError(
                    "people were changed meanwhile; nothing was written, try again"
                ) from None
        self._print(plan.report, as_json=json)
        if not plan.is_good:
            raise SystemExit(1)

    def _write(self, plan: Plan, ready: importing.Prepared, name: str) -> None:
        now = timezone.now()
        importing.write(
            plan=plan, ready=ready, actor=None, reason="import_people", now=now
        )
        audit.record(
            action="people.imported",
            actor=None,
            now=now,
            after=importing.counts(plan) | {"file": name},
        )

    def _print(self, report: Report, *, as_json: bool) -> None:
        data = report.as_data()
        if as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        for kind in ("errors", "warnings"):
            for line in data[kind]:
                self.stdout.write(f"{kind[:-1]}  {line['location']}  {line['message']}")
        counts = [f"{k}: {v}" for k, v in data.items() if isinstance(v, int)]
        sums = [f"{kind}: {len(data[kind])}" for kind in ("warnings", "errors")]
        self.stdout.write(", ".join(counts + sums))
