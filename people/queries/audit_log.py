"""The audit log as a list: filtered, newest first, a page at a time.

Pages are cut by the place of their first or last line, never by a number of lines to
skip: the hundred-thousandth line costs as much as the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from people.models import AuditEntry, Department, Post, ResultRead, User
from people.models.audit import AuditQuerySet
from people.queries.audit_words import AuditLine, line_of, named_people
from people.rules import cursors

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilters:
    """What the reader asked for; what is empty asks nothing.

    Days are whole days of the site's time zone, both included. People are keys; an
    empty list finds nothing, None asks nothing.
    """

    since: date | None = None
    until: date | None = None
    action: str = ""
    actors: Sequence[int] | None = None
    people: Sequence[int] | None = None
    about_type: str = ""
    about_id: int | None = None
    # As typed, for the log of exports.
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """One page, and the places where its neighbors begin; empty: there is none."""

    lines: Sequence[AuditLine]
    newer: str
    older: str


def filtered(entries: AuditQuerySet, asked: AuditFilters) -> AuditQuerySet:
    """Return the entries asked for, in no order yet."""
    found = entries
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.actors is not None:
        found = found.filter(actor__in=asked.actors)
    if asked.people is not None:
        about = AuditEntry.objects.filter(person__in=asked.people).values("pk")
        shown = ResultRead.objects.filter(person__in=asked.people).values("entry")
        # A union uses both indexes; OR would walk the whole log.
        found = found.filter(pk__in=about.union(shown))
    if asked.about_type:
        found = found.filter(about_type=asked.about_type)
    if asked.about_id is not None:
        found = found.filter(about_id=asked.about_id)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def page(entries: AuditQuerySet, *, older_than: str, newer_than: str) -> AuditPage:
    """Return the page beside a place, or the first one where there is none."""
    ordered = entries.select_related("actor", "person")
    rows = _newer(ordered, newer_than) if newer_than else _older(ordered, older_than)
    has_more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    if newer_than:
        rows.reverse()
    if not rows:
        return AuditPage(lines=[], newer="", older="")
    first, last = (cursors.write(row.at, row.pk) for row in (rows[0], rows[-1]))
    return AuditPage(
        lines=lines(rows),
        newer=first if (has_more if newer_than else older_than) else "",
        older=last if (newer_than or has_more) else "",
    )


def _older(entries: AuditQuerySet, place: str) -> list[AuditEntry]:
    found = entries.order_by("-at", "-pk")
    if place:
        at, key = cursors.read(place)
        # The first condition alone says where in the index to begin.
        found = found.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=key)))
    return list(found[: PER_PAGE + 1])


def _newer(entries: AuditQuerySet, place: str) -> list[AuditEntry]:
    at, key = cursors.read(place)
    found = entries.filter(Q(at__gte=at) & (Q(at__gt=at) | Q(pk__gt=key)))
    return list(found.order_by("at", "pk")[: PER_PAGE + 1])


def lines(rows: Sequence[AuditEntry]) -> list[AuditLine]:
    """Put the entries into words, with three queries for all names in them."""
    wanted = {pk for row in rows for pk in named_people(row)}
    names = {
        "people": _names_of(wanted),
        "department": {one.key: one.display_name for one in Department.objects.all()},
        "post": {one.key: one.display_name for one in Post.objects.all()},
    }
    return [line_of(row, names) for row in rows]


def _names_of(ids: Iterable[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def newest(entries: AuditQuerySet, *, at_most: int) -> tuple[list[AuditLine], bool]:
    """Return the newest lines for a file, and whether there are more than these."""
    found = entries.select_related("actor", "person").order_by("-at", "-pk")
    rows = list(found[: at_most + 1])
    return lines(rows[:at_most]), len(rows) > at_most
