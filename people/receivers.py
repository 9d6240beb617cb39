"""allauth's and Django's signals about passwords and signing in."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from people import audit
from people.models import User
from people.rules.devices import describe
from people.services import devices
from people.services.notifications import Told, notify

ACTIONS = {
    password_set: "password.set",
    password_changed: "password.changed",
    password_reset: "password.reset_by_mail",
}


@receiver(list(ACTIONS))
def note_password(signal: Any, user: User, **_: Any) -> None:
    """Write down that, never what; and tell its owner, who may not have done it."""
    now = timezone.now()
    entry = audit.record(
        action=ACTIONS[signal], actor=user, now=now, person=user, about=user
    )
    # The first password is chosen by whoever has just come in with a code.
    if signal is not password_set:
        told = Told(
            person_id=user.pk,
            cycle=f"audit-{entry.pk}",
            parameters={"at": now.isoformat()},
        )
        notify(kind="password_changed", told=told, now=now)


@receiver(user_logged_in, dispatch_uid="people.devices")
def note_device(user: User, request: HttpRequest | None = None, **_: Any) -> None:
    if request is None:
        return
    device = describe(request.META.get("HTTP_USER_AGENT", ""))
    devices.note(person=user, device=device, now=timezone.now())
