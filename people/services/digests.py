"""From notifications whose time has come to mails that wait to be sent."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from people.models import Mail, Notification, User
from people.rules.notifications import (
    SHANGHAI,
    Urgency,
    next_digest_tomorrow,
)
from people.services.notifications import settings_of

AT_ONCE = 5000


def make_mails(*, now: datetime) -> None:
    """Put everything that is due into mails; twice, or by two clocks, is as once."""
    _make_urgent(now=now)
    _make_digests(now=now)


@transaction.atomic
def _make_urgent(*, now: datetime) -> None:
    due = Notification.objects.mail_is_due(now=now).exclude(urgency=Urgency.ROUTINE)
    rows = list(due.order_by("pk").values_list("pk", "person_id")[:AT_ONCE])
    if not rows:
        return
    # One mail about each: the column is unique.
    Mail.objects.bulk_create(
        [
            Mail(person_id=person, about_id=pk, created_at=now, next_attempt_at=now)
            for pk, person in rows
        ],
        ignore_conflicts=True,
    )
    own_mail = Mail.objects.filter(about=OuterRef("pk")).values("pk")
    due.filter(pk__in=[pk for pk, _ in rows]).update(mail=Subquery(own_mail))


@transaction.atomic
def _make_digests(*, now: datetime) -> None:
    due = Notification.objects.mail_is_due(now=now).filter(urgency=Urgency.ROUTINE)
    rows = list(due.order_by("pk").values_list("pk", "person_id")[:AT_ONCE])
    if not rows:
        return
    due = due.filter(pk__in=[pk for pk, _ in rows])
    people = sorted({person for _, person in rows})
    waiting = _waiting_digests(people, today=now.astimezone(SHANGHAI).date(), now=now)
    digest = Mail.objects.foldable().filter(person=OuterRef("person"))
    due.filter(person__in=waiting).update(
        mail=Subquery(digest.order_by("-day").values("pk")[:1])
    )
    if late := set(people) - waiting:
        _leave_for_tomorrow(due, late, now=now)


def _waiting_digests(people: Sequence[int], *, today: date, now: datetime) -> set[int]:
    """Give everybody a digest that waits, unless today's has left; return who has one.

    Locked: a digest that is claimed meanwhile has been read and would not carry what
    is put into it now.
    """
    foldable = Mail.objects.foldable().filter(person__in=people)
    have_one = set(foldable.values_list("person", flat=True))
    Mail.objects.bulk_create(
        [
            Mail(person_id=pk, day=today, created_at=now, next_attempt_at=now)
            for pk in people
            if pk not in have_one
        ],
        ignore_conflicts=True,
    )
    locked = foldable.select_for_update().order_by("pk")
    return set(locked.values_list("person", flat=True))


def _leave_for_tomorrow(due: object, people: set[int], *, now: datetime) -> None:
    """One digest a day: what comes after it waits for the next one."""
    found = User.objects.filter(pk__in=people).select_related("notification_settings")
    later: dict[datetime, list[int]] = {}
    for person in found:
        at = next_digest_tomorrow(settings_of(person).wishes, now)
        later.setdefault(at, []).append(person.pk)
    for at, ids in later.items():
        due.filter(person__in=ids).update(mail_due_at=at)  # type: ignore[attr-defined]
