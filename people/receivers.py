"""allauth's signals about passwords, for the audit log."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver
from django.utils import timezone

from people import audit
from people.models import User

ACTIONS = {
    password_set: "password.set",
    password_changed: "password.changed",
    password_reset: "password.reset_by_mail",
}


@receiver(list(ACTIONS))
def note_password(signal: Any, user: User, **_: Any) -> None:
    """Write down that, never what."""
    audit.record(
        action=ACTIONS[signal], actor=user, now=timezone.now(), person=user, about=user
    )
