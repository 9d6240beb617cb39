"""What an app says about the personal data it holds.

settings.PERSONAL_DATA lists one `PersonalData` per app, as dotted paths. A test demands
that each relation of a model to a person is in a section or excluded for a reason, so
whoever adds a model adds a line here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Value = str | int | Decimal | bool | date | datetime | list[str] | None
Record = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of data: where it is, why it is kept, who may see it.

    `key` and the keys of `columns` are in the exported JSON: once released they stay.
    """

    key: str
    title: Promise | str
    why: Promise | str
    seen_by: Promise | str
    # Key of a field -> its name.
    columns: Mapping[str, Promise | str]
    # Key of the person -> their rows, in order, with everything `record` touches.
    rows: Callable[[int], QuerySet[Any]]
    record: Callable[[Any], Record]
    # Field -> code -> word, for codes that are never shown.
    words: Mapping[str, Mapping[str, Promise | str]] = field(default_factory=dict)
    # Relations to a person that it holds, as "people.membership.person".
    covers: Sequence[str] = ()

    def in_words(self, key: str, value: Value) -> Value:
        """Return the value as a reader wants it: words for codes, yes and no, lists."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return pgettext("between values", ", ").join(value)
        if isinstance(value, str) and key in self.words:
            return str(self.words[key].get(value, value))
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What one app holds, and which relations to a person are not theirs to have."""

    sections: Sequence[Section]
    # Relation -> why it is in no section.
    excluded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A section with the records of one person."""

    section: Section
    records: Sequence[Record]


@cache
def contributions() -> tuple[PersonalData, ...]:
    return tuple(import_string(path) for path in settings.PERSONAL_DATA)


def sections() -> list[Section]:
    """Return the sections of all apps, in the order of the settings."""
    return [section for data in contributions() for section in data.sections]
