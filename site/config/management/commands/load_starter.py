"""Load the content the academy comes with: banks, quizzes, handbook, courses.

Running it again changes nothing; what was edited here stays unless --force says so.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from courses.services import starter as course_starter
from people.services import company_facts_starter, competencies, notices
from quizzes.models import Quiz
from quizzes.services import starter as quiz_starter

COUNTED = ("created", "updated", "unchanged", "deactivated", "skipped")


class Command(BaseCommand):
    help = "Load starter content; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="overwrite what was edited here too"
        )
        parser.add_argument("--json", action="store_true", help="print counts as JSON")

    def handle(self, *args: Any, force: bool, json: bool, **options: Any) -> None:
        report = load(force=force)
        if json:
            self.stdout.write(as_json(report))
        elif options["verbosity"] or report["errors"]:
            self.say(report)
        if report["errors"]:
            raise CommandError(
                f"{len(report['errors'])} errors, nothing was loaded", returncode=1
            )

    def say(self, report: dict[str, Any]) -> None:
        for kind in ("errors", "warnings"):
            for note in report[kind]:
                self.stdout.write(f"{kind[:-1]}: {note['location']}: {note['message']}")
        self.stdout.write(", ".join(f"{name} {report[name]}" for name in COUNTED))


def as_json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1)


def load(*, force: bool) -> dict[str, Any]:
    """Parse and apply everything; with a problem anywhere nothing is written."""
    report: dict[str, Any] = dict.fromkeys(COUNTED, 0) | {"warnings": [], "errors": []}
    now = timezone.now()
    with transaction.atomic():
        report["created" if notices.publish_starter(now=now) else "unchanged"] += 1
        _add(report, competencies.load(starter=competencies.read(), now=now))
        # Facts before the texts that name them.
        _add(report, company_facts_starter.load(now=now, force=force))
        # Quizzes first: a course may point to a quiz that comes with it.
        quizzes = quiz_starter.parse()
        report["errors"] += [_note(problem) for problem in quizzes.problems]
        if not report["errors"]:
            _add(report, quiz_starter.apply(quizzes, now=now, force=force))
        keys = Quiz.objects.values_list("key", flat=True)
        courses = course_starter.parse(quiz_keys=set(keys))
        report["errors"] += [_note(problem) for problem in courses.problems]
        if not report["errors"]:
            _add(report, course_starter.apply(courses, now=now, force=force))
        if report["errors"]:
            transaction.set_rollback(True)
            report |= dict.fromkeys(COUNTED, 0)
    return report


def _add(report: dict[str, Any], counts: Any) -> None:
    for name in COUNTED:
        report[name] += getattr(counts, name, 0)
    report["warnings"] += [_note(note) for note in getattr(counts, "warnings", [])]


def _note(note: Any) -> dict[str, str]:
    return {"location": note.location, "message": str(note.message)}
