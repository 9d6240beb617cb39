"""Company facts in texts: `[[fact:key]]` becomes the value that is in force.

All facts and their values are a few rows that every page may need, so they are kept in
memory (people/kept.py): a page asks the database for none of them. Which day it is, is
taken from the surroundings, as the reader's language is: a text has nobody to ask.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.kept import Kept
from people.models import CompanyFact
from people.models.organisation import in_reader_language
from people.rules import company_facts as rules

_KEPT = Kept("company-facts")
forget = _KEPT.forget


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownValue:
    """A value in the words of both languages."""

    pk: int
    valid_from: date
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact with all its values, as they come into force, the newest first."""

    name: str
    name_en: str
    is_link: bool
    values: tuple[ShownValue, ...]

    def in_force(self, day: date) -> ShownValue | None:
        return next((v for v in self.values if v.valid_from <= day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key as it is offered to editors."""

    token: str
    name: str
    value: str


def today() -> date:
    """The day in the company's own time, wherever the reader's clock is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The day of a moment in the company's own time."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def edition() -> Hashable:
    """Changes whenever a text may show another value: what is kept depends on it."""
    return _KEPT.current_stamp(), today()


def changed() -> None:
    """Let every process read the facts anew: at once for whoever goes on in this
    transaction, and once more after its commit (courses/receivers.py says why)."""
    _KEPT.changed()
    transaction.on_commit(_KEPT.changed)


def in_words(text: str, language: str, *, on: date | None = None) -> str:
    """Return plain text with the values of a day; today's when none is said."""
    if not _may_name_facts(text):
        return text
    day = on or today()
    return rules.substitute(text, lambda key: _words(key, language, day))


def marked(text: str, language: str) -> SafeString:
    """Return plain text as HTML, its values marked as such."""
    return marked_html(escape(text), language)


def marked_html(html: str, language: str) -> SafeString:
    """Return HTML with its values marked; those in attributes are plain."""
    if not _may_name_facts(html):
        return mark_safe(html)
    day = today()
    return mark_safe(
        rules.substitute_in_html(
            html,
            plain=lambda key: escape(_words(key, language, day)),
            marked=lambda key: _mark(key, language, day),
        )
    )


def display(chinese: str, english: str, *, on: date | None = None) -> str:
    """Return the text in the reader's language, with the values of a day; today's
    when none is said."""
    text = in_reader_language(chinese, english)
    return in_words(text, _language_of(english), on=on)


def display_marked(chinese: str, english: str) -> SafeString:
    """The same as HTML, the values marked."""
    return marked(in_reader_language(chinese, english), _language_of(english))


def freeze(content: Any, language: str, *, on: date) -> tuple[Any, list[int]]:
    """Return texts, however nested, with the values of that day, for good; and the
    keys of the values that were used, for showing later what it rested on."""
    used: dict[int, None] = {}

    def words(key: str) -> str:
        value = _in_force(key, on)
        if value is not None:
            used[value.pk] = None
        return _words(key, language, on)

    def walk(part: Any) -> Any:
        if isinstance(part, str):
            return rules.substitute(part, words) if _may_name_facts(part) else part
        if isinstance(part, list):
            return [walk(inner) for inner in part]
        if isinstance(part, dict):
            return {name: walk(inner) for name, inner in part.items()}
        return part

    frozen = walk(content)
    return frozen, list(used)


def unknown_keys(texts: Iterable[str]) -> list[str]:
    """Return the keys that the texts name and nobody has defined."""
    named = [
        key for text in texts if _may_name_facts(text) for key in rules.keys_in(text)
    ]
    if not named:
        return []
    known = _known()
    return [key for key in dict.fromkeys(named) if key not in known]


def unknown_keys_in_words(keys: Sequence[str]) -> str:
    """Say to an editor which keys do not exist."""
    return ngettext(
        "There is no company fact “%(keys)s”; see the page of company facts.",
        "There are no company facts “%(keys)s”; see the page of company facts.",
        len(keys),
    ) % {"keys": ", ".join(keys)}


def key_lines() -> list[KeyLine]:
    """Return every fact for editors to choose from, by key."""
    language, day = in_reader_language(rules.CHINESE, rules.ENGLISH), today()
    return [
        KeyLine(
            token=f"[[fact:{key}]]",
            name=in_reader_language(fact.name, fact.name_en),
            value=_words(key, language, day),
        )
        for key, fact in _known().items()
    ]


def strings_in(content: Any) -> list[str]:
    """Return every string of nested lists and dictionaries."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        content = content.values()
    elif not isinstance(content, (list, tuple)):
        return []
    return [text for part in content for text in strings_in(part)]


def _may_name_facts(text: str) -> bool:
    # Nearly every text: no need to look closer, and none for the facts.
    return "[" in text or "【" in text or "［" in text


def _language_of(english: str) -> str:
    return in_reader_language(rules.CHINESE, rules.ENGLISH if english else "")


def _known() -> dict[str, KnownFact]:
    return _KEPT.get("facts", _read)


def _read() -> dict[str, KnownFact]:
    """Everything in one query."""
    facts: dict[str, KnownFact] = {}
    values: dict[str, list[ShownValue]] = {}
    rows = CompanyFact.objects.order_by(
        "key", "-values__valid_from", "-values__pk"
    ).values_list(
        "key",
        "name",
        "name_en",
        "kind",
        "unit",
        "unit_en",
        "values__pk",
        "values__value",
        "values__value_en",
        "values__valid_from",
        named=True,
    )
    for row in rows:
        found = values.setdefault(row.key, [])
        if row.values__pk is not None:
            found.append(_shown(row))
        facts[row.key] = KnownFact(
            name=row.name,
            name_en=row.name_en,
            is_link=row.kind == rules.Kind.LINK,
            values=tuple(found),
        )
    return facts


def _shown(row: Any) -> ShownValue:
    stored = {
        rules.CHINESE: row.values__value,
        rules.ENGLISH: row.values__value_en or row.values__value,
    }
    return ShownValue(
        pk=row.values__pk,
        valid_from=row.values__valid_from,
        words={
            language: rules.show(
                rules.Kind(row.kind),
                text,
                unit=row.unit,
                unit_en=row.unit_en,
                language=language,
            )
            for language, text in stored.items()
        },
    )


def _in_force(key: str, day: date) -> ShownValue | None:
    fact = _known().get(key)
    return fact.in_force(day) if fact else None


def _words(key: str, language: str, day: date) -> str:
    value = _in_force(key, day)
    # A key that nobody knows reads like one without a value: the learner can do
    # nothing about it, and the report names it.
    return value.words[language] if value else rules.NOT_LAID_DOWN[language]


def _mark(key: str, language: str, day: date) -> SafeString:
    fact, value = _known().get(key), _in_force(key, day)
    words = _words(key, language, day)
    if fact is None:
        return format_html('<span class="fact">{}</span>', words)
    name = in_reader_language(fact.name, fact.name_en)
    if value is None:
        return format_html('<span class="fact" title="{}">{}</span>', name, words)
    since = _("%(name)s, since %(day)s") % {
        "name": name,
        "day": date_format(value.valid_from, "DATE_FORMAT"),
    }
    if fact.is_link:
        return format_html(
            '<a class="fact" title="{}" href="{}" rel="noopener">{}</a>',
            since,
            words,
            words,
        )
    return format_html('<span class="fact" title="{}">{}</span>', since, words)
