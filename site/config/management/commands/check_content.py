"""Check what is published: so far, that texts name company facts that exist and are
filled in."""

import json as json_module
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import CompanyFact
from people.queries import fact_report
from people.queries.company_facts import day_of, unknown_keys_in_words


class Command(BaseCommand):
    help = "Check the published content; exits 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        report = check()
        if json:
            self.stdout.write(json_module.dumps(report, ensure_ascii=False, indent=1))
        else:
            self.say(report)
        if report["errors"]:
            raise CommandError(f"{len(report['errors'])} errors", returncode=1)

    def say(self, report: dict[str, Any]) -> None:
        for kind in ("errors", "warnings"):
            for note in report[kind]:
                self.stdout.write(f"{kind[:-1]}: {note['location']}: {note['message']}")
        self.stdout.write(
            f"errors {len(report['errors'])}, warnings {len(report['warnings'])}"
        )


def check() -> dict[str, list[dict[str, str]]]:
    """Unknown keys are errors; facts that texts name and nobody has filled, and texts
    to review, are warnings."""
    found = fact_report.report(
        CompanyFact.objects.all(),
        fact_report.Asked(),
        today=day_of(timezone.now()),
    )
    errors = [
        _note(text.label, unknown_keys_in_words([unknown.key]))
        for unknown in found.unknown
        for text in unknown.texts
    ]
    empty = [
        _note(
            line.fact.key,
            _("Texts name this company fact, and nobody has filled it in."),
        )
        for line in found.lines
        if line.is_empty and line.uses
    ]
    marked = [
        _note(
            mark.text.label if mark.text else mark.mark.about_type,
            _("The company fact “%(name)s” has changed. Please review this text.")
            % {"name": mark.mark.value.fact.display_name},
        )
        for mark in found.marks
    ]
    return {"warnings": empty + marked, "errors": errors}


def _note(location: str, message: str) -> dict[str, str]:
    return {"location": location, "message": message}
