"""Two accounts of one person become one: the former is closed, nothing is moved.

What the closed account did stays with it; pages read both together. What upper apps
have to say or to carry over, they do by ACCOUNT_MERGERS (docs/adr/0014).
"""

from datetime import datetime, timedelta
from typing import Protocol

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from people import audit
from people.models import Membership, SignInCode, User
from people.rules.periods import Period, day_of
from people.rules.reporting_lines import Line, closes_circle
from people.services import lines, placing


class Merger(Protocol):
    """What an app above does about a merge; listed in ACCOUNT_MERGERS."""

    def objection(self, *, former: User, kept: User) -> str:
        """Return why the two cannot be merged now, in words; "": they can."""

    def carry_over(
        self, *, former: User, kept: User, actor: User | None, now: datetime
    ) -> None:
        """Let what the former account earned count; a second time changes nothing."""


class CannotBeMerged(Exception):
    """Nothing has been changed; `why` is one of the words below, or what an app
    above says."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


ONESELF, SAME, MERGED = "oneself", "same", "merged"
NOT_IN_USE, LEADS = "not_in_use", "leads"


def _mergers() -> list[Merger]:
    return [import_string(path)() for path in settings.ACCOUNT_MERGERS]


def objection(*, former: User, kept: User, actor: User, now: datetime) -> str:
    """Return why the two cannot be merged; "" if they can."""
    if former.pk == kept.pk:
        return SAME
    if former.pk == actor.pk:
        return ONESELF
    if former.merged_into_id or kept.merged_into_id:
        return MERGED
    if not kept.is_active:
        return NOT_IN_USE
    if _leads(former, kept, now=now):
        return LEADS
    said = (merger.objection(former=former, kept=kept) for merger in _mergers())
    return next(filter(None, said), "")


def _leads(former: User, kept: User, *, now: datetime) -> bool:
    """Whether the kept account stands below the other, and so below itself after."""
    period = Period(start=day_of(now))
    own = Membership.objects.primary().of(kept).active_after(period.start)
    managers = own.values_list("line_manager", flat=True)
    above = [manager for manager in managers if manager is not None]
    drawn = [Line(person=former.pk, manager=pk, period=period) for pk in above]
    return any(closes_circle(line, lines.lines_above) for line in drawn)


@transaction.atomic
def merge(*, former: User, kept: User, reason: str, actor: User, now: datetime) -> None:
    """Close the former account for good and let the person go on with the kept one.

    :raises CannotBeMerged: saying why
    """
    lines.lock(former, kept)
    former.refresh_from_db()
    kept.refresh_from_db()
    if why := objection(former=former, kept=kept, actor=actor, now=now):
        raise CannotBeMerged(why)
    before = {
        "former_is_active": former.is_active,
        "former_email": former.email,
        "email": kept.email,
    }
    _end_memberships(former, actor=actor, now=now)
    _close_account(former, kept, now=now)
    # What was merged into the closed account belongs to the same person.
    User.objects.filter(merged_into=former).update(merged_into=kept)
    User.objects.filter(line_manager=former).exclude(pk=kept.pk).update(
        line_manager=kept
    )
    audit.record(
        action="person.merged",
        actor=actor,
        now=now,
        person=kept,
        about=former,
        reason=reason,
        before=before,
        after={
            "former": former.employee_number,
            "kept": kept.employee_number,
            "email": kept.email,
        },
    )
    for merger in _mergers():
        merger.carry_over(former=former, kept=kept, actor=actor, now=now)


def _close_account(former: User, kept: User, *, now: datetime) -> None:
    email = former.email
    former.merged_into, former.is_active, former.email = kept, False, ""
    former.set_unusable_password()
    former.save(update_fields=["merged_into", "is_active", "email", "password"])
    if email and not kept.email:
        kept.email = email
        kept.save(update_fields=["email"])
    SignInCode.objects.unused().filter(person=former).update(voided_at=now)
    for session in UserSession.objects.filter(user=former):
        session.end()


def _end_memberships(former: User, *, actor: User, now: datetime) -> None:
    """From today the person works under the kept account alone."""
    today = day_of(now)
    open_ones = Membership.objects.filter(person=former).active_after(today)
    for membership in open_ones.select_related("department", "post"):
        if membership.active_from > today:
            placing.take_away(membership, actor=actor, now=now)
        else:
            # One that began today lasts today: a period has at least a day.
            first_free = membership.active_from + timedelta(days=1)
            placing.close(membership, max(today, first_free))
