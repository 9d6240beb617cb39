"""Opening a result; a look at somebody else's is written down."""

from datetime import datetime

from people import audit
from people.access import is_oneself
from people.models import User
from quizzes.models import Attempt
from quizzes.queries.results import Result, result


def open_result(*, attempt: Attempt, viewer: User, now: datetime) -> Result:
    """Return the result, and log the reading unless it is the viewer's own."""
    if not is_oneself(viewer, attempt.person):
        audit.record(
            action="result.read",
            actor=viewer,
            now=now,
            person=attempt.person,
            about=attempt,
        )
    return result(attempt)
