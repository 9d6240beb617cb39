"""The pages of "my data": how much there is of what, and the rows of one section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.functional import Promise

from people.models import User
from people.personal_data.contract import Filled, Record, Section, Value, sections

PER_PAGE = 50
PREFIX = "rows_of_"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section and how many rows it has of one person."""

    section: Section
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value in words, under its label."""

    label: str | Promise
    value: Value

    @property
    def is_time(self) -> bool:
        return isinstance(self.value, datetime)

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """Some rows of a section, their cells in the order of the columns."""

    section: Section
    page: Page[Any]
    rows: Sequence[Sequence[Cell]]


def overview(person: User) -> list[SectionLine]:
    """Count the person's rows in every section, all in one query."""
    found = sections()
    counts = {f"{PREFIX}{s.key}": _count(s.rows(person.pk)) for s in found}
    numbers = User.objects.filter(pk=person.pk).values(**counts).get()
    return [
        SectionLine(section=section, count=numbers[f"{PREFIX}{section.key}"])
        for section in found
    ]


def _count(rows: QuerySet[Any]) -> Coalesce:
    one = rows.order_by().annotate(everything=Constant(1)).values("everything")
    counted = one.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def section_or_404(key: str) -> Section:
    for section in sections():
        if section.key == key:
            return section
    raise Http404


def section_page(section: Section, person: User, number: str | None) -> SectionPage:
    """Return one page of the person's rows."""
    page = Paginator(section.rows(person.pk), PER_PAGE).get_page(number)
    records = [section.record(row) for row in page.object_list]
    return SectionPage(
        section=section,
        page=page,
        rows=[
            [_cell(section, key, record) for key in section.columns]
            for record in records
        ],
    )


def _cell(section: Section, key: str, record: Record) -> Cell:
    value = section.in_words(key, record[key])
    return Cell(label=section.columns[key], value=value)


def everything_about(person: User) -> list[Filled]:
    """Return all rows of all sections, one query each."""
    return [
        Filled(
            section=section,
            records=[section.record(row) for row in section.rows(person.pk)],
        )
        for section in sections()
    ]
