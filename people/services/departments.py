"""The tree of departments and the posts: made, changed, moved, closed, deleted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from people import audit
from people.models import Department, Membership, User
from people.rules.periods import day_of


class BelowItself(Exception):
    """A department cannot stand under itself or what is below it; nothing has been
    changed."""


class NotEmpty(Exception):
    """Somebody belongs there, or there are departments below; nothing has been
    changed."""


class HasHistory(Exception):
    """Somebody belonged there once, so it can only be closed; nothing has been
    changed."""


@transaction.atomic
def create(
    *, fields: Mapping[str, Any], parent: Department | None, actor: User, now: datetime
) -> Department:
    """Put a department under another one; without, at the top."""
    _lock_tree()
    if parent is None:
        department: Department = Department.add_root(**fields)
    else:
        # Read again: a node remembers how many children it had when loaded.
        department = Department.objects.get(pk=parent.pk).add_child(**fields)
    audit.record(
        action="department.created",
        actor=actor,
        now=now,
        about=department,
        after=as_data(department),
    )
    return department


@transaction.atomic
def change(
    *,
    department: Department,
    fields: Mapping[str, Any],
    parent: Department | None,
    actor: User,
    now: datetime,
) -> Department:
    """Change names and key, move it with all that is below, close or reopen it.

    :raises BelowItself: if the parent is the department or below it
    :raises NotEmpty: if it is to be closed and somebody belongs there or will
    """
    _lock_tree()
    known = Department.objects.get(pk=department.pk)
    before = as_data(known)
    if fields.get("is_closed") and not known.is_closed and is_used(known, day_of(now)):
        raise NotEmpty
    for name, value in fields.items():
        setattr(known, name, value)
    known.save(update_fields=[*fields])
    _move(known, parent)
    known = Department.objects.get(pk=department.pk)
    after = as_data(known)
    if before != after:
        audit.record(
            action="department.changed",
            actor=actor,
            now=now,
            about=known,
            before=before,
            after=after,
        )
    return known


def _move(department: Department, parent: Department | None) -> None:
    above = department.get_parent()
    if (above.pk if above else None) == (parent.pk if parent else None):
        return
    if parent is None:
        department.move(Department.get_last_root_node(), pos="last-sibling")
        return
    target = Department.objects.get(pk=parent.pk)
    if target.pk == department.pk or target.is_descendant_of(department):
        raise BelowItself
    department.move(target, pos="last-child")


@transaction.atomic
def delete(*, department: Department, actor: User, now: datetime) -> None:
    """Delete a department that nobody ever belonged to.

    :raises NotEmpty: if there are departments below
    :raises HasHistory: if somebody belongs there or did
    """
    _lock_tree()
    known = Department.objects.get(pk=department.pk)
    if not known.is_leaf():
        raise NotEmpty
    if has_history(known):
        raise HasHistory
    audit.record(
        action="department.deleted",
        actor=actor,
        now=now,
        about=known,
        before=as_data(known),
    )
    known.delete()


def has_history(department: Department) -> bool:
    """Whether anybody belongs there or did, or will."""
    return (
        Membership.objects.filter(department=department).exists()
        or User.objects.filter(department=department).exists()
    )


def is_used(department: Department, day: date) -> bool:
    """Whether somebody belongs there on the day or later, or something open is
    below."""
    below = department.get_descendants().filter(is_closed=False)
    people = Membership.objects.filter(department=department).active_after(day)
    return below.exists() or people.exists()


def as_data(department: Department) -> dict[str, Any]:
    """What the audit log keeps of a department."""
    above = department.get_parent(update=True)
    return {
        "key": department.key,
        "name": department.name,
        "name_en": department.name_en,
        "parent": above.key if above else None,
        "is_closed": department.is_closed,
    }


def _lock_tree() -> None:
    # Moves rewrite the paths of everything below: one after the other.
    list(Department.objects.select_for_update().order_by("pk").values_list("pk"))
