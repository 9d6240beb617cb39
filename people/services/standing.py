"""Today's copy on the person: department, post, line manager, and signing in.

Memberships are the facts; the copy can be rebuilt from them at any time. What is
planned for a later day changes it only on that day, in Shanghai, by the clock.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from people import audit
from people.models import Membership, User
from people.rules.periods import day_of, standing

COPIED = ("department_id", "post_id", "line_manager_id")


def rebuild(*, person: User, now: datetime) -> bool:
    """Make the copy say what the memberships say today; return whether it did not.

    Whether the person may sign in is not touched: an account can be closed for
    other reasons (begin and end below keep that apart).
    """
    with transaction.atomic():
        primary = list(
            Membership.objects.primary()
            .filter(person=person)
            .select_related("line_manager")
            .order_by("active_from")
        )
        found = standing([membership.period for membership in primary], day_of(now))
        if found.shown is None:
            return False
        wanted = _copy_of(primary[found.shown])
        if all(getattr(person, name) == value for name, value in wanted.items()):
            return False
        for name, value in wanted.items():
            setattr(person, name, value)
        person.save(update_fields=[*wanted])
        return True


def _copy_of(membership: Membership) -> dict[str, Any]:
    manager = membership.line_manager
    # Whoever goes on with another account leads by that one.
    above = (manager.merged_into_id or manager.pk) if manager else None
    return {
        "department_id": membership.department_id,
        "post_id": membership.post_id,
        # Two accounts of one person never lead each other.
        "line_manager_id": None if above == membership.person_id else above,
    }


def rebuild_all(*, now: datetime) -> int:
    """Rebuild everybody's copy; return how many were wrong."""
    with_posts = User.objects.unmerged().filter(
        Exists(Membership.objects.primary().filter(person=OuterRef("pk")))
    )
    people = with_posts.order_by("pk").iterator(chunk_size=500)
    return sum(rebuild(person=person, now=now) for person in people)


def apply_what_is_due(*, now: datetime) -> int:
    """Carry out what begins or ends today or did before; return how many changes.

    Each change is claimed by a conditional update, so a second clock finds none.
    """
    today = day_of(now)
    begun = sum(_begin(pk, now=now) for pk in _beginning(today))
    ended = sum(_end(pk, now=now) for pk in _ending(today))
    return begun + ended


def _beginning(today: date) -> list[int]:
    due = Membership.objects.filter(applied_at=None, active_from__lte=today)
    return list(due.order_by("active_from", "pk").values_list("pk", flat=True))


@transaction.atomic
def _begin(membership_id: int, *, now: datetime) -> bool:
    due = Membership.objects.filter(pk=membership_id, applied_at=None)
    if not due.update(applied_at=now):
        return False
    membership = Membership.objects.select_related("person").get(pk=membership_id)
    person = membership.person
    if membership.is_primary and person.merged_into_id is None:
        rebuild(person=person, now=now)
        if not person.is_active and membership.period.covers(day_of(now)):
            person.is_active = True
            person.save(update_fields=["is_active"])
    audit.record(
        action="membership.began",
        actor=None,
        now=now,
        person=person,
        about=membership,
        after={"active_from": membership.active_from.isoformat()},
    )
    return True


def _ending(today: date) -> list[int]:
    """People who may sign in although every post they ever had is over."""
    mine = Membership.objects.primary().filter(person=OuterRef("pk"))
    over = (
        User.objects.active()
        .filter(Exists(mine.filter(active_until__lte=today)))
        .exclude(Exists(mine.active_on(today)))
    )
    return list(over.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end(person_id: int, *, now: datetime) -> bool:
    if not User.objects.active().filter(pk=person_id).update(is_active=False):
        return False
    person = User.objects.get(pk=person_id)
    rebuild(person=person, now=now)
    audit.record(
        action="person.left",
        actor=None,
        now=now,
        person=person,
        about=person,
        before={"is_active": True},
        after={"is_active": False},
    )
    return True
