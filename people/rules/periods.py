"""Periods of days: from a day until a day that no longer counts, or open.

In words, with a table: docs/rules/organisation.md
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """Return the company's calendar day of a moment."""
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` until `end` (exclusive; None: open)."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return self.common(other) is not None

    def common(self, other: "Period") -> "Period | None":
        """Return the days both have, or None where they have none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        if end is not None and end <= start:
            return None
        return Period(start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which of a person's primary periods the person stands in on a day.

    `shown` is the index whose department, post and line manager are shown; None
    where there never was any. `is_employed` is None in that case.
    """

    shown: int | None
    is_employed: bool | None


def standing(periods: Sequence[Period], day: date) -> Standing:
    """Find where a person stands on a day.

    Whoever has left is shown where they were last; whoever is still to come, where
    they will begin, and may sign in before.
    """
    by_start = sorted(range(len(periods)), key=lambda i: periods[i].start)
    past = [i for i in by_start if periods[i].start <= day]
    if not by_start:
        return Standing(shown=None, is_employed=None)
    if not past:
        return Standing(shown=by_start[0], is_employed=True)
    latest = past[-1]
    return Standing(shown=latest, is_employed=periods[latest].covers(day))


def first_overlap(period: Period, others: Iterable[Period]) -> Period | None:
    """Return the earliest of the others that has a day with the period."""
    found = [other for other in others if period.overlaps(other)]
    return min(found, key=lambda other: other.start, default=None)


def is_covered(period: Period, others: Iterable[Period]) -> bool:
    """Whether every day of the period lies in one of the others."""
    at: date | None = period.start
    for other in sorted(others, key=lambda other: other.start):
        if at is not None and other.covers(at):
            at = other.end
        if at is None or (period.end is not None and at >= period.end):
            return True
    return False
