"""Second posts: beside the primary one, for a while."""

from datetime import date, datetime

from django.db import transaction

from people import audit
from people.models import Department, Membership, Post, User
from people.rules.periods import Period, first_overlap, is_covered
from people.services import lines, placing
from people.services.placing import NotEmployed, Overlap, TooEarly

__all__ = ["NotEmployed", "Overlap", "TooEarly"]


@transaction.atomic
def add(
    *,
    person: User,
    department: Department,
    post: Post,
    line_manager: User | None,
    active_from: date,
    active_until: date | None,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Open a membership beside the primary one.

    :raises NotEmployed: if the person has no primary membership all that time
    :raises Overlap: if the person has this very post there on some of these days
    :raises lines.LineRefused: if the line manager has left, or is the person
    """
    lines.lock(person)
    period = Period(start=active_from, end=active_until)
    own = Membership.objects.filter(person=person)
    primary = [m.period for m in own.primary().order_by("active_from")]
    if not is_covered(period, primary):
        raise NotEmployed
    same = own.filter(department=department, post=post)
    if first_overlap(period, [membership.period for membership in same]):
        raise Overlap
    return placing.place(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        period=period,
        is_primary=False,
        actor=actor,
        now=now,
    )


@transaction.atomic
def end(
    *, membership: Membership, active_until: date, actor: User | None, now: datetime
) -> None:
    """End a second post; the day no longer counts.

    :raises TooEarly: if it begins later than that
    :raises Overlap: if it ends earlier than that anyway
    """
    lines.lock(membership.person)
    membership.refresh_from_db()
    if active_until <= membership.active_from:
        raise TooEarly(membership.active_from)
    if membership.active_until and membership.active_until <= active_until:
        raise Overlap
    before = placing.as_data(membership)
    membership.active_until = active_until
    membership.save(update_fields=["active_until"])
    audit.record(
        action="membership.second_ended",
        actor=actor,
        now=now,
        person=membership.person,
        about=membership,
        before=before,
        after=placing.as_data(membership),
    )
