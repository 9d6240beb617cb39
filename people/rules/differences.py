"""What changed between two records, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOTHING: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is not the same: its place, what was there, what is there now.

    Both sides are sequences of single values: one for a plain field, none where there
    was nothing, and for lists only what went and what came.
    """

    path: tuple[str, ...]
    before: Sequence[Any]
    after: Sequence[Any]


def differences(before: object, after: object) -> list[Difference]:
    """Return the fields that differ, in the order of the newer record."""
    return list(_compare((), before, after))


def _compare(path: tuple[str, ...], before: object, after: object) -> list[Difference]:
    if before == after:
        return []
    if _is_record(before) and _is_record(after):
        old, new = _record(before), _record(after)
        keys = dict.fromkeys([*new, *old])
        return [
            found
            for key in keys
            for found in _compare((*path, str(key)), old.get(key), new.get(key))
        ]
    old_values, new_values = _values(before), _values(after)
    if isinstance(before, list) and isinstance(after, list):
        old_values, new_values = (
            _without(old_values, new_values),
            _without(new_values, old_values),
        )
        if not old_values and not new_values:
            # Only the order is another: then all of it is what changed.
            old_values, new_values = _values(before), _values(after)
    return [Difference(path=path, before=old_values, after=new_values)]


def _is_record(value: object) -> bool:
    return value is None or isinstance(value, Mapping)


def _record(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _values(value: object) -> Sequence[Any]:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, Mapping):
        return tuple(f"{key}: {item}" for key, item in value.items())
    return (value,)


def _without(values: Sequence[Any], others: Sequence[Any]) -> Sequence[Any]:
    return tuple(value for value in values if value not in others)
