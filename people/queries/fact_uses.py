"""Which texts name which company facts.

Every app that has texts says what they are: settings.FACT_SOURCES lists functions by
dotted path, each returning the FactTexts of its app. They are read anew whenever
somebody asks: an index beside them could only be wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

from people.queries.company_facts import (
    strings_in,
    unknown_keys,
    unknown_keys_in_words,
)
from people.rules import company_facts as rules

# Wagtail's and our own text that no reader sees as text.
NOT_SHOWN = frozenset(
    {"slug", "key", "path", "url_path", "seo_title", "search_description"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactText:
    """One piece of content that is shown to people, with everything it says."""

    # As the audit log names it: "courses.entrypage", 7.
    about_type: str
    about_id: int
    label: str
    # Where readers and editors find it; empty: nowhere of its own.
    url: str
    edit_url: str
    texts: tuple[str, ...]

    @property
    def about(self) -> tuple[str, int]:
        return self.about_type, self.about_id


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUse:
    """A piece of content, and the keys that it names."""

    text: FactText
    keys: tuple[str, ...]


def uses() -> list[FactUse]:
    """Return all content that names a fact, known or not."""
    found = []
    for text in _all_texts():
        keys = [key for said in text.texts for key in rules.keys_in(said)]
        if keys:
            found.append(FactUse(text=text, keys=tuple(dict.fromkeys(keys))))
    return found


def uses_of(key: str) -> list[FactText]:
    return [use.text for use in uses() if key in use.keys]


def text_fields(model: type[models.Model]) -> list[str]:
    """Return the names of the fields that people read as text: words that an editor
    types, plain or in blocks. Choices, keys and addresses are none."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.editable
        and not getattr(field, "choices", None)
        and field.name not in NOT_SHOWN
        and (
            (
                isinstance(field, (models.CharField, models.TextField))
                and not isinstance(field, (models.SlugField, models.URLField))
            )
            or hasattr(field, "stream_block")
        )
    ]


def texts_of(instance: models.Model) -> tuple[str, ...]:
    """Return everything the object's text fields say, whatever their shape."""
    return tuple(
        said
        for name in text_fields(type(instance))
        for said in said_in(getattr(instance, name))
    )


def said_in(value: Any) -> list[str]:
    """Return the strings of a field's value."""
    # A StreamField's value as it is stored, so that no block is built for it.
    raw = getattr(value, "raw_data", None)
    return strings_in(value if raw is None else _plain(raw))


def unknown_in(instance: models.Model) -> dict[str, list[str]]:
    """Return the keys nobody has defined, by the field that names them."""
    found = {
        name: unknown_keys(said_in(getattr(instance, name)))
        for name in text_fields(type(instance))
    }
    return {name: keys for name, keys in found.items() if keys}


def refuse_unknown_keys(instance: models.Model) -> None:
    """For the clean() of what an editor types.

    :raises ValidationError: by field, naming the keys that nobody has defined
    """
    if unknown := unknown_in(instance):
        raise ValidationError(
            {name: unknown_keys_in_words(keys) for name, keys in unknown.items()}
        )


def _plain(raw: Any) -> list[Any]:
    return [part["value"] if isinstance(part, dict) else part[1] for part in raw]


def _all_texts() -> Iterator[FactText]:
    for path in settings.FACT_SOURCES:
        yield from import_string(path)()
