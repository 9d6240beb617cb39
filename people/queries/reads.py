"""How often others were shown somebody's results: for that person, without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from people.models import Capacity, ResultRead, User

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfReads:
    """How often in one month, in the order of `Capacity`."""

    month: date
    counts: Sequence[int]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each capacity in words with its number."""
        labels = [str(label) for label in Capacity.labels]
        return list(zip(labels, self.counts, strict=True))

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsOfYear:
    """The reads of the past 365 days, the newest month first."""

    months: Sequence[MonthOfReads]

    @property
    def capacities(self) -> list[str]:
        return [str(label) for label in Capacity.labels]

    @property
    def total(self) -> int:
        return sum(month.total for month in self.months)


def reads_of(person: User, *, now: datetime) -> QuerySet[ResultRead]:
    """Return the reads of the past year, the newest first."""
    mine = ResultRead.objects.filter(person=person).since(now - YEAR)
    return mine.order_by("-at", "-pk")


def reads_in_past_year(person: User, *, now: datetime) -> int:
    return reads_of(person, now=now).count()


def reads_by_month(person: User, *, now: datetime) -> ReadsOfYear:
    """Count them by month and capacity, in the time zone of the site."""
    rows = (
        reads_of(person, now=now)
        .order_by()
        .annotate(month=TruncMonth("at"))
        .values_list("month", "capacity")
        .annotate(n=Count("pk"))
    )
    months: dict[date, dict[str, int]] = {}
    for month, capacity, count in rows:
        months.setdefault(month.date(), {})[capacity] = count
    return ReadsOfYear(
        months=[
            MonthOfReads(month=month, counts=_in_order(months[month]))
            for month in sorted(months, reverse=True)
        ]
    )


def _in_order(counts: Mapping[str, int]) -> list[int]:
    return [counts.get(capacity, 0) for capacity in Capacity.values]
