"""Make an archive while the site goes on working."""

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.backup import archive, media, postgresql, sqlite
from config.backup.manifest import Manifest, app_version


def backup(
    *, folder: Path, now: datetime, warn: Callable[[str], None]
) -> tuple[Path, Manifest]:
    """Write an archive into the folder; return its path and manifest.

    The database first: every file that its rows name was there before them, and a
    file that came later does no harm.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"waybill-{now:%Y%m%d-%H%M%S}.tar.gz"
    if path.exists():
        path = folder / f"waybill-{now:%Y%m%d-%H%M%S-%f}.tar.gz"
    manifest = Manifest(
        created_at=now.isoformat(),
        database=connection.vendor,
        app_version=app_version(),
        migrations=applied_migrations(),
        elsewhere=media.elsewhere(),
    )
    # Beside the archive, where there is room for it; only its owner can look inside.
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as staging:
        dump = postgresql.dump if connection.vendor == "postgresql" else sqlite.dump
        dump(connection, Path(staging), manifest)
        with archive.writing(path) as writer:
            for name, file in media.files(Path(staging)):
                writer.add(name, file)
            _add_media(writer, warn)
            writer.finish(manifest)
    return path, manifest


def applied_migrations() -> dict[str, list[str]]:
    """The migrations this database has, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _add_media(writer: archive.Writer, warn: Callable[[str], None]) -> None:
    for storage, folder in media.folders().items():
        for name, path in media.files(folder):
            try:
                writer.add(f"media/{storage}/{name}", path)
            except FileNotFoundError:
                warn(f"{storage}/{os.fspath(name)} was deleted meanwhile")
