"""Joining, moving, leaving: memberships over time and today's copy on the person."""

from datetime import date, datetime

from django.db import transaction

from people import audit
from people.models import Department, Membership, Post, User


class NotEmployed(Exception):
    """The person has no open primary membership; nothing has been changed."""


@transaction.atomic
def join(
    *,
    person: User,
    department: Department,
    post: Post,
    line_manager: User | None,
    active_from: date,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Open the person's primary membership and copy it to the person."""
    membership = Membership.objects.create(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        active_from=active_from,
    )
    _copy_to_person(membership)
    audit.record(
        action="membership.joined",
        actor=actor,
        now=now,
        person=person,
        about=membership,
        after=_as_data(membership),
    )
    return membership


@transaction.atomic
def move(
    *,
    person: User,
    department: Department,
    post: Post,
    line_manager: User | None,
    active_from: date,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Close the primary membership and open the next one on the same day.

    :raises NotEmployed: if there is nothing to move from
    """
    _close(person=person, active_until=active_from)
    return join(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        active_from=active_from,
        actor=actor,
        now=now,
    )


@transaction.atomic
def leave(
    *, person: User, active_until: date, reason: str, actor: User | None, now: datetime
) -> None:
    """End the employment: no membership stays open and signing in stops.

    :raises NotEmployed: if the person has left already
    """
    membership = _close(person=person, active_until=active_until)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(
        action="membership.left",
        actor=actor,
        now=now,
        person=person,
        about=membership,
        reason=reason,
        after=_as_data(membership),
    )


def _close(*, person: User, active_until: date) -> Membership:
    open_ones = Membership.objects.select_for_update().filter(
        person=person, active_until=None, is_primary=True
    )
    membership = open_ones.first()
    if membership is None:
        raise NotEmployed
    membership.active_until = active_until
    membership.save(update_fields=["active_until"])
    return membership


def _copy_to_person(membership: Membership) -> None:
    person = membership.person
    person.department = membership.department
    person.post = membership.post
    person.line_manager = membership.line_manager
    person.save(update_fields=["department", "post", "line_manager"])


def _as_data(membership: Membership) -> dict[str, object]:
    until = membership.active_until
    return {
        "department": membership.department.key,
        "post": membership.post.key,
        "line_manager": membership.line_manager_id,
        "active_from": membership.active_from.isoformat(),
        "active_until": until.isoformat() if until else None,
    }
