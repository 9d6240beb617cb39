"""May an attempt be started, and when is an open one over?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# An answer sent in the last second may be that long on its way.
NETWORK_SLACK = timedelta(seconds=30)


class Refusal(StrEnum):
    """Why an attempt may not be started now."""

    QUIZ_CLOSED = "quiz_closed"
    ATTEMPT_OPEN = "attempt_open"
    USED_UP = "used_up"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAttempt:
    submitted_at: datetime | None  # None: still open


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether to start, how many attempts are left and when the next one opens."""

    refusal: Refusal | None
    attempts_left: int | None  # None: as many as one likes
    next_opens_at: datetime | None  # None: now, or never again

    @property
    def may_start(self) -> bool:
        return self.refusal is None


def permission(
    past: Sequence[PastAttempt],
    *,
    quiz_is_open: bool,
    attempts_allowed: int | None,
    wait_minutes: int,
    now: datetime,
) -> Permission:
    """Say whether the person with these attempts may start another.

    An open attempt counts as used: it goes on instead of a new one being started.
    """
    left = None if attempts_allowed is None else max(0, attempts_allowed - len(past))
    opens_at = _next_opens_at(past, wait_minutes=wait_minutes, now=now)
    refusal = None
    if any(attempt.submitted_at is None for attempt in past):
        refusal = Refusal.ATTEMPT_OPEN
    elif left == 0:
        refusal = Refusal.USED_UP
    elif not quiz_is_open:
        refusal = Refusal.QUIZ_CLOSED
    elif opens_at is not None:
        refusal = Refusal.WAIT
    return Permission(
        refusal=refusal,
        attempts_left=left,
        next_opens_at=opens_at if left != 0 else None,
    )


def _next_opens_at(
    past: Sequence[PastAttempt], *, wait_minutes: int, now: datetime
) -> datetime | None:
    ends = [attempt.submitted_at for attempt in past if attempt.submitted_at]
    if not ends:
        return None
    opens_at = max(ends) + timedelta(minutes=wait_minutes)
    return opens_at if opens_at > now else None


def due_at(*, started_at: datetime, time_limit_minutes: int | None) -> datetime | None:
    """Return the deadline, or None without a time limit."""
    if time_limit_minutes is None:
        return None
    return started_at + timedelta(minutes=time_limit_minutes)


def is_over(*, due_at: datetime | None, now: datetime) -> bool:
    """Whether even an answer held up by the network comes too late now."""
    return due_at is not None and now > due_at + NETWORK_SLACK
