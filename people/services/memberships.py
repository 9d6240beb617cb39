"""Joining, moving, leaving, coming back: primary memberships over time.

Any day will do, past or to come. What begins today or before is copied to the person
at once (services/standing.py), what is planned by the clock on its day.
"""

from datetime import date, datetime

from django.db import transaction

from people import audit
from people.models import Department, Membership, Post, User
from people.rules.periods import Period, day_of, first_overlap
from people.services import handing_over, lines, placing, probation, standing
from people.services.placing import NotEmployed, Overlap, TooEarly

__all__ = ["HasReports", "NotEmployed", "NothingPlanned", "Overlap", "TooEarly"]


class HasReports(Exception):
    """People report to whoever leaves, and nobody was named to follow; nothing has
    been changed."""


class NothingPlanned(Exception):
    """The change has begun already, or is no change; nothing has been changed."""


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
    """Open the person's primary membership.

    :raises Overlap: if the person has one on some of these days
    :raises lines.LineRefused: if nobody can stand under this line manager then
    """
    lines.lock(person)
    period = Period(start=active_from)
    others = Membership.objects.primary().filter(person=person)
    if first_overlap(period, [membership.period for membership in others]):
        raise Overlap
    return placing.place(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        period=period,
        actor=actor,
        now=now,
    )


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

    On the very day the open one begins it is corrected: nobody has worked under it.

    :raises NotEmployed: if there is nothing to move from
    :raises TooEarly: if the open one begins later than that
    :raises lines.LineRefused: if nobody can stand under this line manager then
    """
    lines.lock(person)
    current = placing.open_primary(person)
    if active_from < current.active_from:
        raise TooEarly(current.active_from)
    if active_from == current.active_from:
        return placing.correct(
            current,
            {"department": department, "post": post, "line_manager": line_manager},
            actor=actor,
            now=now,
        )
    placing.close(current, active_from)
    return placing.place(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        period=Period(start=active_from),
        actor=actor,
        now=now,
    )


@transaction.atomic
def leave(
    *,
    person: User,
    active_until: date,
    reason: str,
    actor: User | None,
    now: datetime,
    successor: User | None = None,
    keeps_reports: bool = True,
) -> None:
    """End the employment: no membership stays open and, from that day, no signing in.

    The day no longer counts. Reports go to the successor; `keeps_reports` lets them
    stay with who has left, to be sorted out later, where there is none.

    :raises NotEmployed: if the person has left already, or is about to
    :raises TooEarly: if the open membership begins later than that
    :raises HasReports: if somebody must follow and nobody is named
    :raises lines.LineRefused: if the successor cannot lead the reports then
    """
    lines.lock(person)
    current = placing.open_primary(person)
    if active_until <= current.active_from:
        raise TooEarly(current.active_from)
    if successor is not None:
        handing_over.hand_over(
            leaver=person,
            successor=successor,
            day=active_until,
            above=current.line_manager,
            actor=actor,
            now=now,
        )
    elif not keeps_reports and handing_over.reports_from(person, active_until).exists():
        raise HasReports
    _end_second_posts(person, active_until, actor=actor, now=now)
    placing.close(current, active_until)
    if active_until <= day_of(now):
        person.is_active = False
        person.save(update_fields=["is_active"])
    audit.record(
        action="membership.left",
        actor=actor,
        now=now,
        person=person,
        about=current,
        reason=reason,
        after=placing.as_data(current),
    )


@transaction.atomic
def come_back(
    *,
    person: User,
    department: Department,
    post: Post,
    line_manager: User | None,
    active_from: date,
    actor: User | None,
    now: datetime,
    probation_ends_on: date | None = None,
) -> Membership:
    """Open a primary membership for somebody who has left; the old ones stay.

    Probation, if there is one, is agreed anew.

    :raises Overlap: if the person has not left by then
    :raises probation.EndsBeforeHiring: if probation would end before the return
    :raises lines.LineRefused: if nobody can stand under this line manager then
    """
    membership = join(
        person=person,
        department=department,
        post=post,
        line_manager=line_manager,
        active_from=active_from,
        actor=actor,
        now=now,
    )
    person.hired_on, person.probation_ends_on = active_from, None
    if membership.applied_at:
        person.is_active = True
    person.save(update_fields=["hired_on", "probation_ends_on", "is_active"])
    if probation_ends_on is not None:
        probation.set_end(
            person=person, ends_on=probation_ends_on, actor=actor, now=now
        )
    return membership


@transaction.atomic
def call_off(*, membership: Membership, actor: User | None, now: datetime) -> None:
    """Undo the latest plan: a membership to come goes and the one before it stays
    open; an end to come is taken back.

    Nobody has worked under what was planned, so no fact is lost.

    :raises NothingPlanned: if it has begun and does not end, or is not the latest
    """
    person, today = membership.person, day_of(now)
    lines.lock(person)
    membership.refresh_from_db()
    own = Membership.objects.filter(person=person, is_primary=membership.is_primary)
    later = own.filter(active_from__gt=membership.active_from)
    if membership.is_primary and later.exists():
        raise NothingPlanned
    if membership.active_from > today:
        placing.take_away(membership, actor=actor, now=now)
        if membership.is_primary:
            # After a leaving that lies between them there is nothing to reopen.
            before = own.filter(active_until=membership.active_from).first()
            if before is not None:
                before.active_until = None
                before.save(update_fields=["active_until"])
    elif membership.active_until and membership.active_until > today:
        _take_back_end(membership, actor=actor, now=now)
    else:
        raise NothingPlanned
    standing.rebuild(person=person, now=now)


def _take_back_end(
    membership: Membership, *, actor: User | None, now: datetime
) -> None:
    before = placing.as_data(membership)
    membership.active_until = None
    membership.save(update_fields=["active_until"])
    audit.record(
        action="membership.called_off",
        actor=actor,
        now=now,
        person=membership.person,
        about=membership,
        before=before,
        after=placing.as_data(membership),
    )


def _end_second_posts(
    person: User, day: date, *, actor: User | None, now: datetime
) -> None:
    """Whoever leaves has no second post either; one that was to come does not."""
    second = Membership.objects.second().filter(person=person).active_after(day)
    for membership in second.select_related("department", "post"):
        if membership.active_from >= day:
            placing.take_away(membership, actor=actor, now=now)
        else:
            placing.close(membership, day)
