"""PostgreSQL: COPY out of one snapshot, COPY into one transaction; no pg_dump."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from config.backup.manifest import Manifest, Unusable
from config.backup.tables import LEFT_EMPTY

CHUNK = 1 << 20


def member(table: str) -> str:
    return f"database/{table}.copy"


def dump(connection: BaseDatabaseWrapper, folder: Path, manifest: Manifest) -> None:
    """Write one file per table, all as of one moment, while the site goes on."""
    (folder / "database").mkdir(parents=True)
    # A connection of its own, so that nothing else shares the snapshot.
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in _tables(cursor):
                path = folder / member(table)
                manifest.tables[table] = _copy_out(cursor, table, path)
            # Sequences follow no snapshot. Asked last they are never behind the rows,
            # and a value that is too high does no harm.
            manifest.sequences = _sequences(cursor)
            cursor.execute("COMMIT")
    finally:
        own.close()


def check(folder: Path, manifest: Manifest) -> None:
    """See that every table's file has the rows it is said to have.

    :raises Unusable: when not
    """
    for table, rows in manifest.tables.items():
        path = folder / member(table)
        if not path.exists() or _lines(path) != rows:
            raise Unusable(f"the archive is damaged: rows of {table} are missing")


def load(
    connection: BaseDatabaseWrapper,
    folder: Path,
    manifest: Manifest,
    *,
    before_commit: Callable[[], None],
) -> None:
    """Replace the database by the archive's: one transaction, all of it or nothing.

    The tables are made by our own migrations, up to those the archive has.
    """
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            # Rows that migrations write are checked at once: PostgreSQL alters no
            # table that has checks outstanding.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _drop_everything(cursor)
        executor = MigrationExecutor(connection)
        executor.migrate(_targets(executor, manifest))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            _fill(cursor, folder, manifest)
        before_commit()


def _targets(executor: MigrationExecutor, manifest: Manifest) -> list[tuple[str, str]]:
    """The archive's newest migrations: each that no other of them depends on."""
    graph = executor.loader.graph
    applied = {
        (app, name) for app, names in manifest.migrations.items() for name in names
    }
    known = [key for key in graph.nodes if key in applied]
    below = {parent.key for key in known for parent in graph.node_map[key].parents}
    return sorted(key for key in known if key not in below)


def _fill(cursor: Any, folder: Path, manifest: Manifest) -> None:
    made = _tables(cursor)
    if set(made) != set(manifest.tables):
        odd = sorted(set(made) ^ set(manifest.tables))
        raise Unusable(f"the archive's tables are not this version's: {odd[0]}")
    names = sql.SQL(", ").join(map(sql.Identifier, made))
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))
    for table in made:
        _copy_in(cursor, table, folder / member(table))
        cursor.execute(sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table)))
        if cursor.fetchone()[0] != manifest.tables[table]:
            raise Unusable(f"rows of {table} did not arrive; nothing was changed")
    known = _sequences(cursor)
    for name, value in manifest.sequences.items():
        if name in known and value is not None:
            cursor.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', value])


def _drop_everything(cursor: Any) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, _tables(cursor)))
    if names.as_string(None):
        cursor.execute(sql.SQL("DROP TABLE {} CASCADE").format(names))


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> sql.Composed:
    """The columns that are stored; what the database computes comes by itself."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor.fetchall())


def _sequences(cursor: Any) -> dict[str, int | None]:
    """Each sequence's last value; None: never used."""
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences "
        "WHERE schemaname = current_schema()"
    )
    return dict(cursor.fetchall())


def _copy_out(cursor: Any, table: str, path: Path) -> int:
    columns = _columns(cursor, table)
    rows = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(table))
    if table in LEFT_EMPTY:
        rows = sql.SQL("{} WHERE false").format(rows)
    with (
        path.open("wb") as file,
        cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(rows)) as copy,
    ):
        count = 0
        for part in copy:
            file.write(part)
            # A line per row: line breaks inside values are written as \n.
            count += bytes(part).count(b"\n")
    return count


def _copy_in(cursor: Any, table: str, path: Path) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), _columns(cursor, table)
    )
    with path.open("rb") as file, cursor.copy(statement) as copy:
        while part := file.read(CHUNK):
            copy.write(part)


def _lines(path: Path) -> int:
    count = 0
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            count += part.count(b"\n")
    return count
