"""Check every hash and every count of a backup; nothing is changed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from config.backup import restore
from config.backup.manifest import Unusable


class Command(BaseCommand):
    help = "Check every hash and every count of a backup."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **_: Any) -> None:
        try:
            manifest = restore.verify(file)
        except Unusable as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(f"the archive cannot be read: {error}") from error
        self.stdout.write(
            f"sound: {manifest.database}, {manifest.created_at}, {manifest.rows} rows "
            f"in {len(manifest.tables)} tables, {len(manifest.files)} files"
        )
