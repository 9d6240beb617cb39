"""Who may stand under whom: asked before any line is drawn."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from django.db.models.functions import Coalesce

from people.models import Department, Membership, User
from people.rules.periods import Period, day_of
from people.rules.reporting_lines import Line, closes_circle


class Why(StrEnum):
    """Why somebody cannot be the line manager."""

    THEMSELVES = "themselves"
    HAS_LEFT = "has_left"
    CIRCLE = "circle"


class LineRefused(Exception):
    """This line manager is not possible then; nothing has been changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def lock(*people: User) -> None:
    """Let one change of the organisation happen after the other.

    Two lines drawn in the same moment, each fine alone, could close a circle between
    people whom neither transaction locks; the first department's row stands for all.
    """
    list(Department.objects.select_for_update(no_key=True).order_by("pk")[:1])
    ids = [person.pk for person in people]
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))


def check(
    *,
    person: User,
    manager: User | None,
    period: Period,
    is_primary: bool,
    now: datetime,
) -> None:
    """Refuse a line manager who is the person, has left, or stands below them.

    :raises LineRefused: saying which of these
    """
    if manager is None:
        return
    if person.pk in (manager.pk, manager.merged_into_id):
        raise LineRefused(Why.THEMSELVES)
    if _has_left(manager, period, now=now):
        raise LineRefused(Why.HAS_LEFT)
    line = Line(person=person.pk, manager=manager.pk, period=period)
    # A second post has a manager of its own, and makes nobody anybody's superior.
    if is_primary and closes_circle(line, lines_above) is not None:
        raise LineRefused(Why.CIRCLE)


def _has_left(manager: User, period: Period, *, now: datetime) -> bool:
    if manager.merged_into_id is not None:
        return True
    own = Membership.objects.primary().of(manager)
    periods = [membership.period for membership in own]
    if not periods:
        return not manager.is_active
    has_begun = period.start <= day_of(now)
    if has_begun and not manager.is_active:
        return True
    # Somebody who is hired for that week already may be named; who left, not.
    at = max(period.start, day_of(now)) if has_begun else period.start
    return not any(p.covers(at) for p in periods) and any(
        p.start <= at for p in periods
    )


def lines_above(people: Iterable[int]) -> Iterator[Line]:
    """The lines these people stand under, whenever, one account per person."""
    ids = list(people)
    rows = Membership.objects.primary().exclude(line_manager=None)
    own = rows.filter(person__in=ids) | rows.filter(person__merged_into__in=ids)
    found = own.values_list(
        Coalesce("person__merged_into", "person"),
        Coalesce("line_manager__merged_into", "line_manager"),
        "active_from",
        "active_until",
    )
    for person, manager, start, end in found:
        yield Line(person=person, manager=manager, period=Period(start=start, end=end))
