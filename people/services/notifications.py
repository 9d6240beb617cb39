"""Telling people something, once; reading it; choosing how to be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from people.models import Notification, NotificationSettings, User
from people.notifications import registry
from people.notifications.contract import Kind
from people.rules.notifications import Urgency, Wishes, mail_due

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person is told: about what, how far that is, and the words' parts."""

    person_id: int
    cycle: str
    stage: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""


def notify(*, kind: str, told: Told, now: datetime, rule: str = "") -> Notification:
    """Tell one person, unless they were told before; return what stands there.

    :raises registry.UnknownKind: if no such kind is registered
    """
    notify_all(kind=kind, told=[told], now=now, rule=rule)
    return Notification.objects.get(
        person=told.person_id,
        rule=rule or kind,
        cycle=told.cycle,
        stage=told.stage,
    )


def notify_all(
    *, kind: str, told: Iterable[Told], now: datetime, rule: str = ""
) -> None:
    """Tell many people, in two queries a thousand.

    What somebody was told before under the same rule, cycle and stage stays as it is:
    a task that is repeated, and two clocks, tell once.

    :raises registry.UnknownKind: if no such kind is registered
    """
    how = registry.kind_of(kind)
    waiting = iter(told)
    with transaction.atomic():
        while some := list(islice(waiting, BATCH)):
            _insert(some, code=kind, kind=how, rule=rule or kind, now=now)


def _insert(
    told: Sequence[Told], *, code: str, kind: Kind, rule: str, now: datetime
) -> None:
    readers = _readers([one.person_id for one in told])
    Notification.objects.bulk_create(
        [
            Notification(
                person_id=one.person_id,
                kind=code,
                rule=rule,
                cycle=one.cycle,
                stage=one.stage,
                urgency=kind.urgency,
                parameters=dict(one.parameters),
                url=one.url,
                created_at=now,
                mail_due_at=_mail_due_at(
                    readers.get(one.person_id), code, kind, now=now
                ),
            )
            for one in told
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What of a person decides on mail."""

    has_address: bool
    wishes: Wishes
    muted: frozenset[str]


def _readers(people: Sequence[int]) -> dict[int, _Reader]:
    known = User.objects.active().filter(pk__in=people)
    return {
        person.pk: _reader(person)
        for person in known.select_related("notification_settings").only(
            "email", "notification_settings"
        )
    }


def _reader(person: User) -> _Reader:
    own = settings_of(person)
    return _Reader(
        has_address=bool(person.email) and person.email != own.refused_address,
        wishes=own.wishes,
        muted=frozenset(own.muted_kinds),
    )


def _mail_due_at(
    reader: _Reader | None, code: str, kind: Kind, *, now: datetime
) -> datetime | None:
    """When it goes out by mail; None: only into the inbox."""
    if reader is None or not reader.has_address or not settings.HAS_MAIL:
        return None
    if code in reader.muted and kind.may_be_muted:
        return None
    return mail_due(kind.urgency, reader.wishes, now)


def settings_of(person: User) -> NotificationSettings:
    """Return the person's settings, or the defaults (not saved)."""
    try:
        return person.notification_settings
    except NotificationSettings.DoesNotExist:
        return NotificationSettings(person=person)


@transaction.atomic
def choose(
    *,
    person: User,
    digest_hour: int,
    quiet_from: int,
    quiet_until: int,
    muted_kinds: Sequence[str],
) -> NotificationSettings:
    """Keep how the person wants to be told, for what waits as well."""
    own, _is_new = NotificationSettings.objects.update_or_create(
        person=person,
        defaults={
            "digest_hour": digest_hour,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "muted_kinds": sorted(muted_kinds),
        },
    )
    waiting = Notification.objects.unread().filter(
        person=person, mail=None, mail_due_at__isnull=False
    )
    waiting.filter(kind__in=_muted(own)).update(mail_due_at=None)
    for urgency, said_at in waiting.values_list("urgency", "created_at").distinct():
        alike = waiting.filter(urgency=urgency, created_at=said_at)
        alike.update(mail_due_at=mail_due(Urgency(urgency), own.wishes, said_at))
    return own


def _muted(own: NotificationSettings) -> list[str]:
    kinds = registry.all_kinds()
    return [
        code for code in own.muted_kinds if code in kinds and kinds[code].may_be_muted
    ]


def keep_from_mail(*, people: Iterable[str]) -> None:
    """Leave what these people (employee numbers) were told so far to their inboxes:
    a past that was invented, or brought in from elsewhere, is not mailed."""
    waiting = Notification.objects.filter(mail=None, mail_due_at__isnull=False)
    known = User.objects.filter(employee_number__in=people)
    waiting.filter(person__in=known).update(mail_due_at=None)


def read(*, notification: Notification, now: datetime) -> None:
    """Note that its person has seen it; what was read needs no mail any more."""
    _read(Notification.objects.filter(pk=notification.pk), now=now)


def read_all(*, person: User, until: int, now: datetime) -> int:
    """Note that the person has seen everything up to this one; return how many."""
    return _read(Notification.objects.filter(person=person, pk__lte=until), now=now)


def _read(found: Any, *, now: datetime) -> int:
    changed: int = found.unread().update(read_at=now, mail_due_at=None)
    return changed
