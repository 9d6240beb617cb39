"""`manage.py catalogue update|check|compile`: the translations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from config import catalogues


class Command(BaseCommand):
    help = "Update, check or compile the language catalogues (no gettext needed)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["update", "check", "compile"])

    def handle(self, *args: Any, action: str, verbosity: int, **_: Any) -> None:
        path = catalogues.catalogue_path()
        if action == "update":
            catalogues.update(path)
        if action in {"update", "check"}:
            missing = catalogues.untranslated(path)
            for message in missing:
                self.stdout.write(f"untranslated: {message!r}")
            if missing and action == "check":
                raise CommandError(f"{len(missing)} messages have no Chinese text")
        if action in {"update", "compile"}:
            written = catalogues.compile_all()
            if verbosity:
                self.stdout.write(f"{written} catalogues compiled")
