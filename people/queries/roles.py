"""One person's roles and where they come from, and who sees their results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people import rights
from people.access import MANAGER, roles_of
from people.models import AuditEntry, Role, User
from people.models.roles import GROUP_NAMES
from people.queries.reasons import Superior, superiors
from people.rights import LEARNER, Right

NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A role somebody has: what it is for, and why they have it."""

    code: str
    label: str | Promise
    sentence: Promise
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one role may do; not allowed, allowed, or within a limit in words."""

    role: str | Promise
    is_allowed: bool
    limit: str | Promise
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLine:
    label: Promise
    cells: Sequence[Cell]
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One role at the head of the table."""

    label: str | Promise
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTable:
    """The rights by subject, the reader's roles marked."""

    columns: Sequence[Column]
    subjects: Sequence[tuple[Promise, Sequence[RightLine]]]

    @property
    def width(self) -> int:
        return 1 + len(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Everybody who may see one person's results."""

    superiors: Sequence[Superior]
    hr: Sequence[User]
    administrators: Sequence[User]


def codes_of(person: User) -> list[str]:
    """Return the person's roles in the order of the table; nobody has any who left."""
    if not person.is_active:
        return []
    mine = roles_of(person) | {LEARNER}
    return [code for code in rights.ROLES if code in mine]


def role_lines(person: User) -> list[RoleLine]:
    """Return the person's roles with their reasons, in three queries at most."""
    codes = codes_of(person)
    given = _given(person) if set(codes) - {LEARNER, MANAGER} else {}
    return [
        RoleLine(
            code=code,
            label=rights.ROLES[code],
            sentence=rights.SENTENCES[code],
            because=_because(person, code, given),
        )
        for code in codes
    ]


def _because(
    person: User, code: str, given: Mapping[str, tuple[datetime, str | None]]
) -> str:
    if code == LEARNER:
        return _("Everybody with an active account is one.")
    if code == MANAGER:
        return _because_of_reports(person)
    group = GROUP_NAMES[Role(code)]
    if code in given:
        at, by = given[code]
        return _("In the group “%(group)s” since %(day)s, put there by %(by)s.") % {
            "group": group,
            "day": timezone.localdate(at).isoformat(),
            "by": by or _("the system"),
        }
    if person.is_superuser and code == Role.ADMINISTRATOR:
        return _("The account was made on the server, with every right.")
    return _("In the group “%(group)s”.") % {"group": group}


def _because_of_reports(person: User) -> str:
    reports = User.objects.active().reporting_to(person).order_by("employee_number")
    names = list(reports.values_list("name", flat=True))
    shown = pgettext("between names", ", ").join(names[:NAMED])
    rest = len(names) - NAMED
    if rest > 0:
        return ngettext(
            "Line manager of %(names)s and %(count)d more.",
            "Line manager of %(names)s and %(count)d more.",
            rest,
        ) % {"count": rest, "names": shown}
    return _("Line manager of %(names)s.") % {"names": shown}


def _given(person: User) -> dict[str, tuple[datetime, str | None]]:
    """Return when and by whom each role was given, as far as the log knows."""
    entries = AuditEntry.objects.filter(person=person, action="role.given")
    rows: Any = entries.order_by("at").values_list("after__role", "at", "actor__name")
    return {role: (at, by) for role, at, by in rows}


def rights_table(roles: Sequence[str]) -> RightsTable:
    """Lay the rights out for a reader with these roles."""
    subjects: dict[Promise, list[RightLine]] = {}
    for right in rights.table():
        subjects.setdefault(right.subject, []).append(_line(right, roles))
    return RightsTable(
        columns=[
            Column(label=label, is_own=code in roles)
            for code, label in rights.ROLES.items()
        ],
        subjects=list(subjects.items()),
    )


def _line(right: Right, roles: Sequence[str]) -> RightLine:
    return RightLine(
        label=right.label,
        cells=[
            Cell(
                role=label,
                is_allowed=code in right.who,
                limit=right.who.get(code, ""),
                is_own=code in roles,
            )
            for code, label in rights.ROLES.items()
        ],
        is_mine=any(code in right.who for code in roles),
    )


def readers_of(person: User) -> Readers:
    """Return who may see the person's results, in two queries."""
    groups = {role: GROUP_NAMES[role] for role in (Role.HR, Role.ADMINISTRATOR)}
    officers = (
        User.objects.active()
        .exclude(pk=person.pk)
        .filter(Q(groups__name__in=groups.values()) | Q(is_superuser=True))
        .distinct()
        .prefetch_related("groups")
        .order_by("employee_number")
    )
    found: dict[Role, list[User]] = {role: [] for role in groups}
    for officer in officers:
        names = {group.name for group in officer.groups.all()}
        for role, name in groups.items():
            is_super = role == Role.ADMINISTRATOR and officer.is_superuser
            if name in names or is_super:
                found[role].append(officer)
    return Readers(
        superiors=[one for one in superiors(person) if one.is_active],
        hr=found[Role.HR],
        administrators=found[Role.ADMINISTRATOR],
    )


def people_matching(text: str, *, at_most: int) -> list[User]:
    """Return people whose name or number contains the text; none without a text."""
    if not text:
        return []
    found = User.objects.matching(text).select_related("department", "post")
    return list(found.order_by("-is_active", "employee_number")[:at_most])
