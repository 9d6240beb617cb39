"""Check an archive, and put it back: all of it, or nothing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backup import archive, media, postgresql, sqlite
from config.backup.manifest import Manifest, Unusable
from people.models import User

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class NotEmpty(Unusable):
    """Something would be lost, and nobody has said that it may be."""


def verify(path: Path) -> Manifest:
    """Check every hash and every count of an archive; nothing is changed.

    :raises Unusable: with the reason
    """
    with _staging() as folder:
        manifest = archive.reading(path, lambda name: _place(folder, None, name))
        _check_database(folder, manifest)
        return manifest


def restore(path: Path, *, replace: bool) -> Manifest:
    """Replace database and media by the archive's, then migrate to this version.

    :raises NotEmpty: when there is something here and `replace` is not given
    :raises Unusable: with the reason; nothing has been changed
    """
    if not replace:
        _see_that_nothing_is_lost()
    swap = media.Swap()
    swap.clear()
    try:
        with _staging() as folder:
            manifest = archive.reading(path, lambda name: _place(folder, swap, name))
            _check_database(folder, manifest)
            _see_that_it_fits(manifest)
            try:
                _load(folder, manifest, swap)
            except BaseException:
                swap.put_back()
                raise
    finally:
        swap.clear()
    # Sessions and whatever else was cached belong to what is gone.
    cache.clear()
    call_command("migrate", interactive=False, verbosity=0)
    return manifest


def _load(folder: Path, manifest: Manifest, swap: media.Swap) -> None:
    if manifest.database == "postgresql":
        postgresql.load(connection, folder, manifest, before_commit=swap.exchange)
    else:
        swap.exchange()
        sqlite.load(connection, folder)


@contextmanager
def _staging() -> Iterator[Path]:
    """A private folder with room for a database: beside our own."""
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as name:
        yield Path(name)


def _place(folder: Path, swap: media.Swap | None, name: str) -> BinaryIO | None:
    if name.startswith("database/"):
        path: Path | None = folder / name
        (folder / "database").mkdir(exist_ok=True)
    else:
        path = swap.staged(name) if swap else None
    if path is None:
        return None
    # Certificates have names on them; what the web server shows others may read.
    mode = 0o644 if name.startswith("media/public/") else 0o600
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    return os.fdopen(handle, "wb")


def _check_database(folder: Path, manifest: Manifest) -> None:
    check = postgresql.check if manifest.database == "postgresql" else sqlite.check
    check(folder, manifest)


def _see_that_it_fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        made, here = (KINDS.get(k, k) for k in (manifest.database, connection.vendor))
        raise Unusable(
            f"the archive is of a {made} database and this one is {here}; "
            "an archive goes back into the kind of database it came from"
        )
    known = MigrationLoader(connection).disk_migrations
    for app, names in manifest.migrations.items():
        for name in names:
            if (app, name) not in known:
                raise Unusable(
                    f"the archive has the migration {app}.{name}, which this version "
                    "does not know; restore it with the version that made it, or a "
                    "newer one"
                )


def _see_that_nothing_is_lost() -> None:
    """A database that was only migrated is as good as empty."""
    tables = connection.introspection.table_names()
    people = User.objects.count() if User._meta.db_table in tables else 0
    count = sum(1 for folder in media.folders().values() for _ in media.files(folder))
    if people or count:
        raise NotEmpty(
            f"here are {people} people and {count} files, which restoring replaces; "
            "say --yes if that is meant"
        )
