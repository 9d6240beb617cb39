"""When a notification goes out by mail, and when a mail is tried again.

In words: docs/rules/notifications.md. Hours are those of the company's clock, which
knows no summer time.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
# A mail that the server puts off for that long is not tried any more.
GIVE_UP_AFTER = timedelta(days=5)
# A worker that claimed a mail and said nothing for this long is dead. Longer than any
# answer of a mail server is waited for.
LEASE = timedelta(minutes=10)


class Urgency(StrEnum):
    """How long something may wait."""

    # For the digest of the day.
    ROUTINE = "routine"
    # At once, but not in quiet hours.
    URGENT = "urgent"
    # At once, at any hour: somebody else may be in one's account.
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """When one person wants mail; whole hours, 0 to 23.

    Quiet from an hour until another (exclusive), over midnight if that is earlier;
    the same hour twice means never.
    """

    digest_hour: int = 8
    quiet_from: int = 21
    quiet_until: int = 8


def is_quiet(wishes: Wishes, moment: datetime) -> bool:
    """Whether the moment lies in the quiet hours."""
    return is_hour_quiet(wishes, moment.astimezone(SHANGHAI).hour)


def is_hour_quiet(wishes: Wishes, hour: int) -> bool:
    """Whether this hour of every day is one of the quiet ones."""
    start, end = wishes.quiet_from, wishes.quiet_until
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end


def after_quiet(wishes: Wishes, moment: datetime) -> datetime:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    if not is_quiet(wishes, moment):
        return moment
    local = moment.astimezone(SHANGHAI)
    end = datetime.combine(local.date(), time(wishes.quiet_until), SHANGHAI)
    return end if end > local else end + timedelta(days=1)


def next_digest(wishes: Wishes, after: datetime) -> datetime:
    """Return the first moment after this one at which a digest is made.

    An hour inside the quiet hours gives way to their end.
    """
    day = after.astimezone(SHANGHAI).date() - timedelta(days=1)
    while True:
        at = datetime.combine(day, time(wishes.digest_hour), SHANGHAI)
        at = after_quiet(wishes, at)
        if at > after:
            return at
        day += timedelta(days=1)


def next_digest_tomorrow(wishes: Wishes, now: datetime) -> datetime:
    """Return the first moment for a digest that is not today's."""
    today = now.astimezone(SHANGHAI).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), SHANGHAI)
    return next_digest(wishes, midnight - timedelta(microseconds=1))


def mail_due(urgency: Urgency, wishes: Wishes, said_at: datetime) -> datetime:
    """Return when something said at this moment is to go out by mail."""
    if urgency == Urgency.ROUTINE:
        return next_digest(wishes, said_at)
    return may_send_at(urgency, wishes, said_at)


def may_send_at(urgency: Urgency, wishes: Wishes, now: datetime) -> datetime:
    """Return the first moment from now on at which such a mail may go out."""
    return now if urgency == Urgency.SECURITY else after_quiet(wishes, now)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after the so-manieth attempt (from 1) has failed.

    5, 10, 20, 40 minutes, then an hour each time.
    """
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
