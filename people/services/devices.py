"""Devices people sign in on: remembered, and new ones told of."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from people.models import KnownDevice, User
from people.services.notifications import Told, notify


@transaction.atomic
def note(*, person: User, device: str, now: datetime) -> KnownDevice:
    """Remember where the person has signed in; tell them of a kind of device that
    is not their first and was never used before."""
    known, is_new = KnownDevice.objects.get_or_create(
        person=person, device=device[:60], defaults={"first_seen_at": now}
    )
    others = KnownDevice.objects.filter(person=person).exclude(pk=known.pk)
    if is_new and others.exists():
        told = Told(
            person_id=person.pk,
            cycle=f"device-{known.pk}",
            parameters={"device": known.device, "at": now.isoformat()},
            url=reverse("usersessions_list"),
        )
        notify(kind="new_device", told=told, now=now)
    return known
