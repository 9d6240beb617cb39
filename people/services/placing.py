"""One membership: opened, corrected, closed. services/memberships.py says when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from people import audit
from people.models import Department, Membership, Post, User
from people.rules.periods import Period, day_of
from people.services import lines, standing


class NotEmployed(Exception):
    """The person has no open primary membership; nothing has been changed."""


class TooEarly(Exception):
    """The day lies before what it would change; nothing has been changed.

    `earliest` is the day from which it would do.
    """

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class Overlap(Exception):
    """The person has a post on some of these days already; nothing has been changed."""


def open_primary(person: User) -> Membership:
    """Return the open primary membership, locked.

    :raises NotEmployed: if there is none
    """
    found = Membership.objects.select_for_update(of=("self",)).primary().open()
    membership = found.select_related("line_manager").filter(person=person).first()
    if membership is None:
        raise NotEmployed
    membership.person = person
    return membership


def place(
    *,
    person: User,
    department: Department,
    post: Post,
    line_manager: User | None,
    period: Period,
    actor: User | None,
    now: datetime,
    is_primary: bool = True,
) -> Membership:
    """Open a membership, and copy it to the person if it is their place today.

    :raises lines.LineRefused: if nobody can stand under this line manager then
    """
    lines.check(
        person=person,
        manager=line_manager,
        period=period,
        is_primary=is_primary,
        now=now,
    )
    membership = Membership.objects.create(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        is_primary=is_primary,
        active_from=period.start,
        active_until=period.end,
        applied_at=now if period.start <= day_of(now) else None,
    )
    standing.rebuild(person=person, now=now)
    audit.record(
        action="membership.joined" if is_primary else "membership.second_joined",
        actor=actor,
        now=now,
        person=person,
        about=membership,
        after=as_data(membership),
    )
    return membership


def correct(
    membership: Membership,
    changes: Mapping[str, Any],
    *,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Change a membership under which nobody has worked yet.

    :raises lines.LineRefused: if nobody can stand under this line manager then
    """
    before = as_data(membership)
    lines.check(
        person=membership.person,
        manager=changes.get("line_manager", membership.line_manager),
        period=membership.period,
        is_primary=membership.is_primary,
        now=now,
    )
    for name, value in changes.items():
        setattr(membership, name, value)
    membership.save(update_fields=[*changes])
    standing.rebuild(person=membership.person, now=now)
    audit.record(
        action="membership.corrected",
        actor=actor,
        now=now,
        person=membership.person,
        about=membership,
        before=before,
        after=as_data(membership),
    )
    return membership


def close(membership: Membership, active_until: date) -> None:
    """Let it end; the day no longer counts."""
    membership.active_until = active_until
    membership.save(update_fields=["active_until"])


def take_away(membership: Membership, *, actor: User | None, now: datetime) -> None:
    """Delete what was only planned; the audit log keeps what it was."""
    audit.record(
        action="membership.called_off",
        actor=actor,
        now=now,
        person=membership.person,
        about=membership,
        before=as_data(membership),
    )
    membership.delete()


def as_data(membership: Membership) -> dict[str, object]:
    """What the audit log keeps of a membership."""
    until = membership.active_until
    data: dict[str, object] = {
        "department": membership.department.key,
        "post": membership.post.key,
        "line_manager": membership.line_manager_id,
        "active_from": membership.active_from.isoformat(),
        "active_until": until.isoformat() if until else None,
    }
    return data if membership.is_primary else data | {"is_primary": False}
