"""A migration operation: the database refuses to rewrite a fact.

Rows may be added (and, by retention rules, deleted); the named columns of an
existing row may not change. Works on SQLite and PostgreSQL.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class ForbidUpdate(Operation):
    """Refuse UPDATE of these columns of this table."""

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
