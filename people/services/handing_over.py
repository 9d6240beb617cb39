"""Giving the reports of whoever leaves to somebody else."""

from datetime import date, datetime

from people.models import Membership, User
from people.models.memberships import MembershipQuerySet
from people.rules.periods import Period
from people.services import placing


def reports_from(manager: User, day: date) -> MembershipQuerySet:
    """Primary memberships under the manager that last beyond the day."""
    found: MembershipQuerySet = Membership.objects.primary().under(manager)
    return found.active_after(day).exclude(person=manager)


def hand_over(
    *,
    leaver: User,
    successor: User,
    above: User | None,
    day: date,
    actor: User | None,
    now: datetime,
) -> int:
    """Put everybody under the leaver under the successor from that day on.

    A report who succeeds stands under `above` from then. Returns how many moved.

    :raises lines.LineRefused: if the successor cannot lead one of them then
    """
    reports = list(
        reports_from(leaver, day)
        .select_for_update(of=("self",))
        .select_related("person", "department", "post", "line_manager")
        .order_by("pk")
    )
    # The successor first: until then everybody would stand below themselves.
    reports.sort(key=lambda membership: membership.person_id != successor.pk)
    for membership in reports:
        manager = above if membership.person_id == successor.pk else successor
        _put_under(membership, manager, day, actor=actor, now=now)
    return len(reports)


def _put_under(
    membership: Membership,
    manager: User | None,
    day: date,
    *,
    actor: User | None,
    now: datetime,
) -> None:
    if membership.active_from >= day:
        placing.correct(membership, {"line_manager": manager}, actor=actor, now=now)
        return
    end = membership.active_until
    placing.close(membership, day)
    placing.place(
        person=membership.person,
        department=membership.department,
        post=membership.post,
        line_manager=manager,
        period=Period(start=day, end=end),
        actor=actor,
        now=now,
    )
