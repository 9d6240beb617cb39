"""What the pages of sign-in codes show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from people.models import CodeSheet, SignInCode, User
from people.models.organisation import in_reader_language
from people.models.users import UserQuerySet
from people.rules.sign_in_codes import grouped

# Printed at once; the departments of more than this are printed one by one.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentLine:
    """One department of a sheet: how many people, how many with a code or inside."""

    id: int
    name: str
    people: int
    coded: int
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """A sheet before and after it is printed."""

    sheet: CodeSheet
    departments: list[DepartmentLine]

    @property
    def people(self) -> int:
        return sum(line.people for line in self.departments)

    @property
    def coded(self) -> int:
        return sum(line.coded for line in self.departments)

    @property
    def used(self) -> int:
        return sum(line.used for line in self.departments)

    @property
    def fits_at_once(self) -> bool:
        return self.people <= AT_ONCE


def sheet_page(sheet: CodeSheet, people: UserQuerySet) -> SheetPage:
    """Count a sheet by department; `people` are those the reader may give codes."""
    codes = SignInCode.objects.filter(sheet=sheet, person=OuterRef("pk"))
    rows = (
        people.filter(code_sheets=sheet)
        .annotate(
            has_code=Exists(codes.unused()),
            has_used=Exists(codes.exclude(used_at=None)),
        )
        .order_by("department__path")
        .values("department", "department__name", "department__name_en")
        .annotate(
            people=Count("pk"),
            coded=Count("pk", filter=Q(has_code=True)),
            used=Count("pk", filter=Q(has_used=True)),
        )
    )
    return SheetPage(sheet=sheet, departments=[_line(row) for row in rows])


def _line(row: Mapping[str, Any]) -> DepartmentLine:
    name, english = row["department__name"] or "", row["department__name_en"] or ""
    return DepartmentLine(
        id=row["department"] or 0,
        name=in_reader_language(name, english),
        people=row["people"],
        coded=row["coded"],
        used=row["used"],
    )


def people_of(
    sheet: CodeSheet, people: UserQuerySet, *, department: int | None
) -> list[User]:
    """Return whose codes are to be made: of one department (0: none), or of all."""
    found = people.filter(code_sheets=sheet).select_related("department")
    if department is not None:
        found = found.filter(department=department or None)
    return list(found.order_by("department__path", "employee_number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One person's piece of paper."""

    person: User
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is printed: the slips by department, and where to go with them."""

    departments: list[tuple[str, list[Slip]]]
    url: str
    qr_size: int
    qr_path: str
    expires_at: datetime


def paper(people: list[User], codes: Mapping[int, str], *, until: datetime) -> Paper:
    departments: dict[str, list[Slip]] = {}
    for person in people:
        name = str(person.department) if person.department else ""
        slip = Slip(person=person, code=grouped(codes[person.pk]))
        departments.setdefault(name, []).append(slip)
    url = settings.BASE_URL.rstrip("/") + reverse("account_login")
    size, path = _qr(url)
    return Paper(
        departments=list(departments.items()),
        url=url,
        qr_size=size,
        qr_path=path,
        expires_at=until,
    )


def _qr(text: str) -> tuple[int, str]:
    """Return the side and the path of a QR code, drawn once and used on every slip."""
    rows = list(segno.make(text, error="m").matrix_iter(border=2))
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return len(rows), path


def without_password(people: UserQuerySet, *, now: datetime) -> list[int]:
    """Ids of those who cannot sign in yet: they have no password and no good code."""
    waiting = SignInCode.objects.good(now=now).filter(person=OuterRef("pk"))
    unusable = people.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found = unusable.exclude(Exists(waiting))
    return list(found.order_by("employee_number").values_list("pk", flat=True))


def recent_sheets(*, at_most: int) -> QuerySet[CodeSheet]:
    """The newest sheets with `people_count` and `used_count`."""
    members = CodeSheet.people.through.objects.filter(codesheet=OuterRef("pk"))
    used = SignInCode.objects.filter(sheet=OuterRef("pk")).exclude(used_at=None)
    sheets = CodeSheet.objects.select_related("made_by", "made_for").annotate(
        people_count=_count(members, "codesheet"), used_count=_count(used, "sheet")
    )
    return sheets.order_by("-pk")[:at_most]


def _count(rows: QuerySet[Any], by: str) -> Any:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
