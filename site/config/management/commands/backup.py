"""Write database and media into one archive, while the site goes on working."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from config.backup import save


class Command(BaseCommand):
    help = "Write database and media into one archive (docs/backup.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output",
            type=Path,
            metavar="DIR",
            help="folder to write to (default: backups in DATA_DIR)",
        )

    def handle(self, *args: Any, output: Path | None, **options: Any) -> None:
        folder = output or Path(settings.DATA_DIR) / "backups"
        try:
            path, manifest = save.backup(
                folder=folder.resolve(),
                now=timezone.localtime(),
                warn=lambda text: self.stderr.write(f"warning: {text}"),
            )
        except (OSError, DatabaseError) as error:
            raise CommandError(f"no backup was made: {error}") from error
        for storage in manifest.elsewhere:
            self.stderr.write(
                f"warning: the {storage} media are not on this machine; "
                "they are not in the archive"
            )
        if options["verbosity"]:
            size = path.stat().st_size / 2**20
            self.stdout.write(
                f"{path}\n{manifest.rows} rows in {len(manifest.tables)} tables, "
                f"{manifest.media} media files, {size:.1f} MB"
            )
