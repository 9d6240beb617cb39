"""SQLite: the online backup API, both ways; the site may go on working meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from config.backup.manifest import Manifest, Unusable
from config.backup.tables import LEFT_EMPTY

MEMBER = "database/waybill.sqlite3"
WAIT = 30  # seconds


def dump(connection: BaseDatabaseWrapper, folder: Path, manifest: Manifest) -> None:
    """Copy the database into the folder as it is at one moment."""
    path = folder / MEMBER
    path.parent.mkdir(parents=True)
    # A connection of its own: Django's may be in the middle of a transaction.
    source = sqlite3.connect(connection.settings_dict["NAME"], timeout=WAIT)
    with closing(source), closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        # One plain file, without a -wal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        known = _tables(copy)
        for table in LEFT_EMPTY & set(known):
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608
        copy.commit()
        # Deleted rows would still be readable in the file's free pages.
        copy.execute("VACUUM")
        manifest.tables = _counts(copy)


def check(folder: Path, manifest: Manifest) -> None:
    """See that the copied database is sound and has the rows it is said to have.

    :raises Unusable: when not
    """
    try:
        with closing(sqlite3.connect(folder / MEMBER)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            counts = _counts(copy)
    except sqlite3.DatabaseError as error:
        raise Unusable("the archive is damaged: its database cannot be read") from error
    if not sound or counts != manifest.tables:
        raise Unusable("the archive is damaged: rows are missing from its database")


def load(connection: BaseDatabaseWrapper, folder: Path) -> None:
    """Replace the database by the copy: as one change, or not at all."""
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    # Where there is none yet, one is made that is nobody else's to read.
    path.touch(mode=0o600)
    target = sqlite3.connect(path, timeout=WAIT)
    with closing(target), closing(sqlite3.connect(folder / MEMBER)) as copy:
        copy.backup(target)


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [name for (name,) in rows]


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    return {
        table: database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608
        for table in _tables(database)
    }
