"""Notifications and mails, as services leave them."""

from datetime import datetime
from typing import Any

from people.models import Mail, MailState, Notification, User
from people.services.notifications import Told, notify


def a_notification(
    person: User, *, now: datetime, cycle: str, kind: str = "course_assigned"
) -> Notification:
    """One that the person was told of: a new course, unless it is of another kind."""
    parameters: dict[str, Any] = {
        "course_assigned": {"course": "岗前", "course_en": "Onboarding", "due_on": ""},
        "certificate_revoked": {"title": "证书", "title_en": "Certificate"},
        "password_changed": {"at": now.isoformat()},
    }[kind]
    told = Told(
        person_id=person.pk, cycle=cycle, parameters=parameters, url="/courses/"
    )
    return notify(kind=kind, told=told, now=now)


def a_mail(
    *, person: User, now: datetime, state: str = MailState.UNCLEAR, **fields: Any
) -> Mail:
    """A digest that was tried once."""
    given = {"day": now.date(), "attempts": 1, "claimed_at": now} | fields
    return Mail.objects.create(
        person=person, state=state, created_at=now, next_attempt_at=now, **given
    )
