"""Looking up what somebody may do."""

from datetime import datetime

from people import audit
from people.models import User


def note_look(*, person: User, viewer: User, now: datetime) -> None:
    """Note that somebody's roles were looked up; no result is shown, so it is not
    among the reads that the person counts."""
    if person.pk != viewer.pk:
        audit.record(action="rights.read", actor=viewer, now=now, person=person)
