"""Giving and taking roles."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from people import audit
from people.models import Role, User
from people.models.roles import GROUP_NAMES


@transaction.atomic
def give(*, person: User, role: Role, actor: User | None, now: datetime) -> None:
    """Put the person into the role's group; twice is the same as once."""
    group = Group.objects.get(name=GROUP_NAMES[role])
    if person.groups.filter(pk=group.pk).exists():
        return
    person.groups.add(group)
    audit.record(
        action="role.given",
        actor=actor,
        now=now,
        person=person,
        after={"role": role.value},
    )


@transaction.atomic
def take(*, person: User, role: Role, reason: str, actor: User, now: datetime) -> None:
    """Take the person out of the role's group."""
    person.groups.remove(Group.objects.get(name=GROUP_NAMES[role]))
    audit.record(
        action="role.taken",
        actor=actor,
        now=now,
        person=person,
        reason=reason,
        before={"role": role.value},
    )
