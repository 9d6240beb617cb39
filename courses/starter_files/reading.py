"""YAML with line numbers, and checks that name the line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a file, in the reader's language."""

    file: str
    line: int
    message: str

    @property
    def location(self) -> str:
        return f"{self.file}:{self.line}"


class Mapping(dict[str, Any]):
    """A YAML mapping that knows its own line and that of each key."""

    line: int
    lines: dict[str, int]


class Sequence(list[Any]):
    """A YAML list that knows the line of each element."""

    line: int
    lines: list[int]


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Mapping]:
    found = Mapping()
    found.line = node.start_mark.line + 1
    found.lines = {}
    yield found
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found.lines:
            raise yaml.constructor.ConstructorError(
                None, None, f"duplicate key {key!r}", key_node.start_mark
            )
        found.lines[key] = key_node.start_mark.line + 1
        found[key] = loader.construct_object(value_node, deep=True)


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Iterator[Sequence]:
    found = Sequence()
    found.line = node.start_mark.line + 1
    found.lines = [child.start_mark.line + 1 for child in node.value]
    yield found
    found.extend(loader.construct_object(child, deep=True) for child in node.value)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


@dataclass(slots=True)
class File:
    """One file being read; its checks collect problems instead of stopping."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def load(self, path: Path) -> Any:
        """Return what the file holds; None, with a problem, when it is no YAML."""
        try:
            # The loader is a SafeLoader: it makes no objects.
            return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error)
            line = mark.line + 1 if mark else 1
            self.report(line, _("Not readable as YAML: %(what)s") % {"what": what})
            return None

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(file=self.name, line=line, message=message))

    def mapping(self, value: Any, line: int) -> Mapping:
        """Return a mapping; an empty one, with a problem, for anything else."""
        if isinstance(value, Mapping):
            return value
        self.report(line, _("Expected fields with names."))
        empty = Mapping()
        empty.line, empty.lines = line, {}
        return empty

    def only(self, data: Mapping, known: Collection[str]) -> None:
        """Report fields nobody knows: most are typing errors."""
        for key in data:
            if key not in known:
                self.report(
                    data.lines[key], _("Unknown field: %(field)s") % {"field": key}
                )

    def text(
        self, data: Mapping, key: str, *, required: bool = True, longest: int = 0
    ) -> str:
        value = data.get(key)
        if value is None or value == "":
            if required:
                self.report(data.line, _("Missing: %(field)s") % {"field": key})
            return ""
        if not isinstance(value, str):
            self._wrong(data, key, _("must be text"))
            return ""
        if longest and len(value) > longest:
            self._wrong(
                data,
                key,
                _("has more than %(longest)s characters") % {"longest": longest},
            )
        return value.strip()

    def number(self, data: Mapping, key: str, *, default: int | None = None) -> int:
        value = data.get(key, default)
        if value is None:
            self.report(data.line, _("Missing: %(field)s") % {"field": key})
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self._wrong(data, key, _("must be a whole number from 1"))
            return 0
        return value

    def flag(self, data: Mapping, key: str, *, default: bool) -> bool:
        value = data.get(key, default)
        if not isinstance(value, bool):
            self._wrong(data, key, _("must be true or false"))
            return default
        return value

    def choice(self, data: Mapping, key: str, *, options: Collection[str]) -> str:
        value = self.text(data, key)
        if value and value not in options:
            names = ", ".join(options)
            self._wrong(data, key, _("must be one of %(names)s") % {"names": names})
        return value

    def items(self, data: Mapping, key: str, *, required: bool = True) -> Sequence:
        """Return a list; an empty one where it is missing or something else."""
        value = data.get(key)
        if isinstance(value, Sequence) and (value or not required):
            return value
        if value is not None and not isinstance(value, Sequence):
            self._wrong(data, key, _("must be a list"))
        elif required:
            self.report(data.line, _("Missing: %(field)s") % {"field": key})
        empty = Sequence()
        empty.line, empty.lines = data.line, []
        return empty

    def texts(self, values: Sequence) -> list[str]:
        """Return the list's texts; numbers that YAML saw are texts too."""
        found = []
        for value, line in zip(values, values.lines, strict=True):
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                found.append(str(value).strip())
            else:
                self.report(line, _("Expected a line of text."))
        return found

    def _wrong(self, data: Mapping, key: str, what: str) -> None:
        line = data.lines.get(key, data.line)
        self.report(line, f"{key}: {what}")
