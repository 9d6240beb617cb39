"""The chart: departments with heads and head counts, and the line inside one.

A fixed number of questions whatever the size of the company.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from people.models import Department, Membership, Post, User
from people.models.users import UserQuerySet
from people.rules import charts, spans

PROBATION_DAYS = 30
WARNINGS_SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Box:
    """A department as it is drawn; counts are of today."""

    department: Department
    heads: list[User]
    # Who leads the people there from elsewhere; only where nobody there does.
    led_by: list[User]
    own: int
    total: int
    below: list["Box"] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return self.department.depth


def chart() -> list[Box]:
    """The whole company's departments from the top."""
    departments = {
        department.pk: department
        for department in Department.objects.filter(is_closed=False).order_by("path")
    }
    by_path = {department.path: pk for pk, department in departments.items()}
    parents = {
        pk: by_path.get(department.path[: -Department.steplen])
        for pk, department in departments.items()
    }
    heads = _heads(departments)
    led_by = _led_from_elsewhere(pk for pk in departments if pk not in heads)
    tree = charts.department_tree(parents, _head_counts())

    def box(node: charts.Node) -> Box:
        return Box(
            department=departments[node.id],
            heads=heads.get(node.id, []),
            led_by=led_by.get(node.id, []),
            own=node.own,
            total=node.total,
            below=[box(below) for below in node.below],
        )

    return [box(node) for node in tree]


def flat(boxes: Iterable[Box]) -> list[Box]:
    """The same boxes one after the other, for a table."""
    return [one for box in boxes for one in (box, *flat(box.below))]


def _head_counts() -> dict[int, int]:
    people = User.objects.active().exclude(department=None)
    counted = people.order_by().values("department").annotate(n=Count("pk"))
    return dict(counted.values_list("department", "n"))


def _heads(departments: Iterable[int]) -> dict[int, list[User]]:
    """Who leads a department: somebody in it with reports, whose own line manager is
    elsewhere."""
    reports = User.objects.active().filter(line_manager=OuterRef("pk"))
    leading = (
        User.objects.active()
        .filter(Exists(reports), department__in=departments)
        .exclude(line_manager__department=F("department"))
        .select_related("post")
    )
    found: dict[int, list[User]] = defaultdict(list)
    for person in leading.order_by("employee_number"):
        found[person.department_id].append(person)
    return found


def _led_from_elsewhere(departments: Iterable[int]) -> dict[int, list[User]]:
    """Whom people there report to, outside of their department."""
    people = User.objects.active().filter(department__in=list(departments))
    pairs = set(
        people.filter(line_manager__is_active=True)
        .exclude(line_manager__department=F("department"))
        .values_list("department", "line_manager")
    )
    managers = User.objects.in_bulk({manager for _, manager in pairs})
    found: dict[int, list[User]] = defaultdict(list)
    for department, manager in sorted(pairs):
        found[department].append(managers[manager])
    return found


@dataclass(slots=True, kw_only=True)
class LineNode:
    """A person of a department with those who report to them there."""

    person: User
    below: list["LineNode"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPage:
    """One department: its line, who leads it from outside, who helps out there."""

    box: Box
    above: Department | None
    lines: list[LineNode]
    led_from_outside: list[User]
    second: list[Membership]


def department_page(department: Department, *, today: date) -> DepartmentPage:
    people = (
        User.objects.active()
        .filter(department=department)
        .select_related("post", "line_manager__post")
        .order_by("employee_number")
    )
    by_pk = {person.pk: person for person in people}
    forest = charts.lines((pk, p.line_manager_id) for pk, p in by_pk.items())
    outside = {
        person.line_manager_id: person.line_manager
        for person in by_pk.values()
        if person.line_manager and person.line_manager_id not in by_pk
    }
    second = (
        Membership.objects.second()
        .active_on(today)
        .filter(department=department, person__is_active=True)
        .select_related("person", "post")
    )
    box = next(box for box in flat(chart()) if box.department.pk == department.pk)
    return DepartmentPage(
        box=box,
        above=department.get_parent(),
        lines=[_line(node, by_pk) for node in forest],
        led_from_outside=[person for person in outside.values() if person],
        second=list(second.order_by("person__employee_number")),
    )


def _line(node: charts.Node, people: dict[int, User]) -> LineNode:
    below = [_line(one, people) for one in node.below]
    return LineNode(person=people[node.id], below=below)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanWarning:
    """A manager who leads more or fewer people than is recommended."""

    person: User
    reports: int
    is_too_many: bool
    span: spans.Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    """What HR should look at; nothing of it is forbidden."""

    spans: list[SpanWarning]
    # People whose line manager has left.
    orphans: list[User]
    orphan_count: int

    @property
    def left_out(self) -> int:
        return self.orphan_count - len(self.orphans)

    @property
    def count(self) -> int:
        return len(self.spans) + self.orphan_count


def warnings() -> Warnings:
    """Judge every manager's span, and find who reports to nobody who is here."""
    reports = Count("reports", filter=Q(reports__is_active=True))
    managers = (
        User.objects.active()
        .annotate(report_count=reports)
        .filter(report_count__gt=0)
        .select_related("post", "department")
        .order_by("employee_number")
    )
    orphans = User.objects.active().filter(line_manager__is_active=False)
    shown = orphans.select_related("line_manager", "department")
    return Warnings(
        spans=list(filter(None, map(_warning, managers))),
        orphans=list(shown.order_by("employee_number")[:WARNINGS_SHOWN]),
        orphan_count=orphans.count(),
    )


def _warning(manager: User) -> SpanWarning | None:
    reports: int = manager.report_count  # type: ignore[attr-defined]
    level = manager.post.level if manager.post else ""
    verdict = spans.verdict(reports, level)
    if verdict == spans.Verdict.FITS:
        return None
    return SpanWarning(
        person=manager,
        reports=reports,
        is_too_many=verdict == spans.Verdict.TOO_MANY,
        span=spans.recommended(level),
    )


def on_probation(people: UserQuerySet, *, today: date) -> UserQuerySet:
    """Those whose probation ends within the next days, the soonest first."""
    ending: UserQuerySet = people.active().filter(
        probation_ends_on__range=(today, today + timedelta(days=PROBATION_DAYS))
    )
    found: UserQuerySet = ending.select_related("department", "post", "line_manager")
    return found.order_by("probation_ends_on", "employee_number")


def holders(post: Post) -> int:
    """How many people hold the post today as their primary one."""
    return User.objects.active().filter(post=post).count()
