"""When a certificate may be issued, how long it holds, and what it is worth today.

In words: docs/rules/certification.md
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from courses.rules.progress import Progress, Step

# The company's day: a certificate is dated and runs out by this clock.
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Status(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Lack(StrEnum):
    """Why there is no certificate yet."""

    NO_REQUIRED_STEPS = "no_required_steps"
    STEP_NOT_DONE = "step_not_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that stands between a person and the certificate."""

    lack: Lack
    # The step it is about; None when it is about the course.
    step: int | None = None


def missing(steps: Sequence[Step], progress: Progress) -> list[Missing]:
    """Return what is still missing, in course order; empty when it is earned."""
    required = [step for step in steps if step.is_required]
    if not required:
        return [Missing(lack=Lack.NO_REQUIRED_STEPS)]
    return [
        Missing(lack=Lack.STEP_NOT_DONE, step=step.pk)
        for step in required
        if not progress.state_of(step.pk).is_done
    ]


def day_of(moment: datetime) -> date:
    """Return the company's calendar day of a moment."""
    return moment.astimezone(SHANGHAI).date()


def valid_until(issued_on: date, months: int | None) -> date | None:
    """Return the last day on which the certificate holds; None: it never runs out.

    A day that the month does not have becomes the month's last day:
    29 February 2028 and 12 months make 28 February 2029.
    """
    if months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(issued_on.day, last))


def status(*, until: date | None, is_revoked: bool, now: datetime) -> Status:
    """Return what the certificate is worth at this moment; revoked beats expired."""
    if is_revoked:
        return Status.REVOKED
    if until is not None and day_of(now) > until:
        return Status.EXPIRED
    return Status.VALID
