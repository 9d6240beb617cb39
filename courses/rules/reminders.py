"""When somebody is reminded of a day that comes nearer.

In words: docs/rules/notifications.md
"""

from collections.abc import Sequence
from datetime import date, timedelta

# Days before a course is due, and before a certificate runs out.
COURSE_STAGES = (7, 1)
CERTIFICATE_STAGES = (30, 7)


def stage(
    day: date | None, *, today: date, since: date, stages: Sequence[int]
) -> int | None:
    """Return the stage that is on: the smallest number of days before the day that
    has been reached; None: none, the day is over, or there is no day.

    A stage that had been reached when it all began (`since`) says nothing new.
    """
    if day is None or today > day:
        return None
    reached = [days for days in stages if day - timedelta(days=days) <= today]
    if not reached:
        return None
    newest = min(reached)
    return newest if day - timedelta(days=newest) > since else None
