"""Until when somebody is on probation."""

from datetime import date, datetime

from django.db import transaction

from people import audit
from people.models import User


class EndsBeforeHiring(Exception):
    """Probation cannot end before it began; nothing has been changed."""


@transaction.atomic
def set_end(
    *, person: User, ends_on: date | None, actor: User | None, now: datetime
) -> None:
    """Say which day of probation is the last; None: there is none.

    :raises EndsBeforeHiring: if it lies before the hiring date
    """
    person.refresh_from_db(fields=["hired_on", "probation_ends_on"])
    if ends_on and person.hired_on and ends_on < person.hired_on:
        raise EndsBeforeHiring
    before = person.probation_ends_on
    if before == ends_on:
        return
    person.probation_ends_on = ends_on
    person.save(update_fields=["probation_ends_on"])
    audit.record(
        action="probation.changed",
        actor=actor,
        now=now,
        person=person,
        about=person,
        before={"ends_on": before.isoformat() if before else None},
        after={"ends_on": ends_on.isoformat() if ends_on else None},
    )
