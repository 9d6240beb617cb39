"""Migration operations for what no constraint of Django's can say.

Both are triggers and work on SQLite and PostgreSQL.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class ForbidUpdate(Operation):
    """Refuse UPDATE of these columns of this table: its rows are facts.

    Rows may be added (and, by retention rules, deleted).
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, columns: list[str]) -> None:
        self.table = table
        self.columns = columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table, self.columns], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        head = f'CREATE TRIGGER "{self.table}_is_a_fact" BEFORE UPDATE OF {columns} '
        message = f"{self.table} is append-only"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f'CREATE OR REPLACE FUNCTION "{self.table}_refuse"() RETURNS trigger '
                f"AS $$ BEGIN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$ "
                "LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f'{head} ON "{self.table}" FOR EACH ROW '
                f'EXECUTE FUNCTION "{self.table}_refuse"()'
            )
        else:
            schema_editor.execute(
                f'{head} ON "{self.table}" '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        name = f"{self.table}_is_a_fact"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{self.table}"')
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{self.table}_refuse"()')
        else:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"')

    def describe(self) -> str:
        return f"Make {self.table} append-only"


class ForbidOverlap(Operation):
    """Refuse two periods of one owner that have a day in common.

    An exclusion constraint would do, but SQLite has none. Two transactions that do
    not see each other yet can both pass: services lock the owner first.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, *, owner: str, only_if: str) -> None:
        self.table = table
        # Columns: whose the period is, and a boolean; rows without it may overlap.
        self.owner = owner
        self.only_if = only_if

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"owner": self.owner, "only_if": self.only_if}
        return type(self).__name__, [self.table], kwargs

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        message = f"{self.table} periods overlap"
        clash = (
            f'SELECT 1 FROM "{self.table}" other WHERE other.{self.owner} = '  # noqa: S608 # our names
            f"NEW.{self.owner} AND other.id <> NEW.id AND other.{self.only_if} "
            f"AND NEW.{self.only_if} "
            "AND (other.active_until IS NULL OR other.active_until > NEW.active_from) "
            "AND (NEW.active_until IS NULL OR NEW.active_until > other.active_from)"
        )
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f'CREATE OR REPLACE FUNCTION "{self.table}_no_overlap"() '
                f"RETURNS trigger AS $$ BEGIN IF EXISTS ({clash}) THEN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'exclusion_violation'; "
                "END IF; RETURN NULL; END $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(
                f'CREATE TRIGGER "{self._name("u")}" AFTER INSERT OR UPDATE '
                f'ON "{self.table}" FOR EACH ROW '
                f'EXECUTE FUNCTION "{self.table}_no_overlap"()'
            )
            return
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f'CREATE TRIGGER "{self._name(event[0].lower())}" AFTER {event} '
                f'ON "{self.table}" WHEN EXISTS ({clash}) '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f'DROP TRIGGER IF EXISTS "{self._name("u")}" ON "{self.table}"'
            )
            schema_editor.execute(
                f'DROP FUNCTION IF EXISTS "{self.table}_no_overlap"()'
            )
            return
        for event in ("i", "u"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self._name(event)}"')

    def _name(self, event: str) -> str:
        return f"{self.table}_no_overlap_{event}"

    def describe(self) -> str:
        return f"Periods in {self.table} do not overlap"
