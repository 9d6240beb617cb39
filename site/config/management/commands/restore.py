"""Replace database and media by an archive's: all of it, or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from config.backup import restore
from config.backup.manifest import Unusable


class Command(BaseCommand):
    help = "Replace database and media by those of a backup (docs/backup.md)."
    # The database may have no tables yet.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--yes", action="store_true", help="replace what is here already"
        )

    def handle(self, *args: Any, file: Path, yes: bool, **_: Any) -> None:
        try:
            manifest = restore.restore(file, replace=yes)
        except Unusable as problem:
            raise CommandError(f"nothing was restored: {problem}") from problem
        except (OSError, DatabaseError) as error:
            raise CommandError(f"restoring failed: {error}") from error
        self.stdout.write(
            f"restored the state of {manifest.created_at}: {manifest.rows} rows, "
            f"{manifest.media} media files. Everybody signs in anew."
        )
