"""A query that is worked out once and then only run (docs/adr/0012).

Building and compiling a queryset costs several times what the database needs to
answer it by key. What every page asks is therefore written as a function that returns
a queryset, and compiled when it is first asked; afterwards only its values change.

    _roles = Prepared(lambda person: User.objects.filter(pk=person).values_list(...))
    rows = _roles(person=7)
"""

from collections.abc import Callable
from copy import copy
from functools import partial
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Stand for the values while compiling: whole numbers that fit every integer field
# and that no query of ours has as a constant.
FIRST_STAND_IN = 32_001
LARGEST_KEY = 2**63 - 1
Row = TypeVar("Row")


class NotPreparable(TypeError):
    """A value does not reach the SQL as it is, so the query cannot be kept."""


class _Kept:
    """A compiled query: its SQL, and where in the parameters each value goes."""

    def __init__(self, queryset: QuerySet, alias: str, stand_ins: dict[str, int]):
        self.iterable: Any = queryset._iterable_class
        self.model = queryset.model
        self.names = {number: name for name, number in stand_ins.items()}
        compiler: SQLCompiler = queryset.query.get_compiler(alias)
        self.sql, self.params = compiler.as_sql()
        # It belongs to one connection of one thread; each run gets its own copy.
        compiler.connection = None  # type: ignore[assignment]
        self.compiler = compiler
        self.converters: dict[int, Any] | None = None
        found = {self._name_of(p) for p in self.params}
        if missing := set(stand_ins) - found:
            raise NotPreparable(f"{sorted(missing)} do not reach the SQL as they are")

    def _name_of(self, param: Any) -> str | None:
        """Whose stand-in it is; None for what is the same in every run."""
        return self.names.get(param) if type(param) is int else None

    def _converters_of(self, compiler: SQLCompiler, columns: Any) -> dict[int, Any]:
        """How each column becomes a Python value: looked for with the first run."""
        if self.converters is None:
            self.converters = SQLCompiler.get_converters(compiler, columns)
        return self.converters

    def run(self, alias: str, values: dict[str, int]) -> list[Any]:
        params = tuple(
            p if (name := self._name_of(p)) is None else values[name]
            for p in self.params
        )
        compiler = copy(self.compiler)
        compiler.connection = connections[alias]
        compiler.as_sql = lambda *_, **__: (self.sql, params)  # type: ignore[method-assign]
        compiler.get_converters = partial(self._converters_of, compiler)  # type: ignore[method-assign]
        # What Django's own iterables ask of a queryset; they convert the rows.
        like_a_queryset = SimpleNamespace(
            db=alias,
            model=self.model,
            query=SimpleNamespace(get_compiler=lambda *_, **__: compiler),
            _fields=None,
            _hints={},
            _known_related_objects={},
        )
        return list(self.iterable(like_a_queryset))


class Prepared(Generic[Row]):
    """A query by keys, compiled when it is first asked."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self.kept: dict[str, _Kept] = {}

    def __call__(self, **values: int) -> list[Row]:
        """Run it with these values and return all its rows."""
        if not all(-LARGEST_KEY <= value <= LARGEST_KEY for value in values.values()):
            # An address may carry any whole number; no row has such a key.
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        kept = self.kept.get(connection.vendor)
        if kept is None:
            stand_ins = dict(zip(values, range(FIRST_STAND_IN, 32_767), strict=False))
            queryset = self.build(**stand_ins)
            kept = self.kept[connection.vendor] = _Kept(
                queryset, DEFAULT_DB_ALIAS, stand_ins
            )
        return kept.run(DEFAULT_DB_ALIAS, values)
