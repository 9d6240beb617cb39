"""The editions of an entry as their readers see them, and two of them compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from courses.models import Edition, EntryPage
from courses.queries.reader_content import Part, as_page, parts
from courses.rules.comparing import Kind, Passage, compare, fold, pair


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition in the list, and where it is compared with the one before."""

    edition: Edition
    # Empty: the first edition.
    changes_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field or block in two texts; only those that differ."""

    label: str
    passages: list[Passage]
    is_new: bool
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    changes: list[Change]
    # How many fields and blocks are as they were.
    unchanged: int


def since_confirmed(confirmed: Mapping[int, int]) -> dict[int, str]:
    """Where each entry's newest edition is compared with the confirmed one.

    confirmed: the revision somebody confirmed, by the entry's key. Entries whose
    confirmed text was no edition are left out.
    """
    pages = Edition.objects.filter(page__in=confirmed.keys())
    rows = pages.order_by("number").values_list(
        "page", "page__entrypage__number", "number", "revision"
    )
    newest = {page: number for page, _entry, number, _revision in rows}
    return {
        page: comparison_url(entry, number, newest[page])
        for page, entry, number, revision in rows
        if revision == confirmed[page]
    }


def edition_lines(entry: EntryPage) -> list[EditionLine]:
    """All editions, newest first, with everybody who answers for them."""
    editions = Edition.objects.of(entry).select_related(
        "drafter", "reviewer", "approver", "published_by"
    )
    return [
        EditionLine(
            edition=edition,
            changes_url=comparison_url(entry.number, edition.number - 1, edition.number)
            if edition.number > 1
            else "",
        )
        for edition in editions
    ]


def comparison_url(entry: int, before: int, after: int) -> str:
    """Where two editions of the entry with this number are compared."""
    return reverse("courses:compare_editions", args=[entry, before, after])


def compare_editions(before: Edition, after: Edition) -> Comparison:
    """Say what changed between two editions, field by field and block by block."""
    return compare_pages(as_page(before.revision), as_page(after.revision))


def compare_pages(before: Any, after: Any) -> Comparison:
    """Say what changed between two states of a page, in reading order."""
    old, new = parts(before), parts(after)
    changes, unchanged = [], 0
    for i, j in pair(_keyed(old), _keyed(new)):
        was = None if i is None else old[i]
        now = None if j is None else new[j]
        if was is not None and now is not None and was.text == now.text:
            unchanged += 1
        else:
            changes.append(_change(was, now))
    return Comparison(changes=changes, unchanged=unchanged)


def _keyed(found: Sequence[Part]) -> list[tuple[str, str]]:
    return [(part.key, part.text) for part in found]


def _change(was: Part | None, now: Part | None) -> Change:
    part = now or was
    assert part is not None  # noqa: S101 - pair() never gives two Nones
    passages = compare(was.text if was else "", now.text if now else "")
    return Change(
        label=part.label,
        passages=fold(passages),
        is_new=all(passage.kind == Kind.NEW for passage in passages),
        is_gone=all(passage.kind == Kind.GONE for passage in passages),
    )
