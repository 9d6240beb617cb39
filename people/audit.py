"""Write the audit log; the only way anything gets into it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from people.access import is_oneself
from people.models import AuditEntry, ReadKind, ResultRead, User
from people.queries.reasons import capacities

# A second look this soon is the same look: a double click, a reload, the parts of a
# PDF that a browser fetches one by one (docs/adr/0015).
SAME_LOOK = timedelta(minutes=1)
BATCH = 2000


def record(
    *,
    action: str,
    actor: User | None,
    now: datetime,
    person: User | None = None,
    about: models.Model | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one line. `action` is a dotted code such as "result.read"; it has a name
    in one of settings.AUDIT_ACTIONS."""
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        action=action,
        person=person,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        reason=reason,
        before=before,
        after=after,
    )


def record_read(
    *,
    action: str,
    viewer: User,
    person: User,
    now: datetime,
    about: models.Model | None = None,
) -> None:
    """Note that the viewer was shown this person's results.

    Nothing for one's own, and nothing where the viewer opened the same a moment ago.
    """
    # Before any transaction: one's own pages must not wait for a lock.
    if is_oneself(viewer, person):
        return
    if _latest(action, viewer, about, now=now, person=person) is not None:
        return
    with transaction.atomic():
        entry = record(action=action, actor=viewer, now=now, person=person, about=about)
        _append(
            entry, [person.merged_into_id or person.pk], viewer, kind=ReadKind.OPENED
        )


def record_list(
    *,
    action: str,
    viewer: User,
    people: Collection[int],
    now: datetime,
    about: models.Model | None = None,
) -> None:
    """Note that the viewer was shown the results of these people in one list, unless
    it is the same list as a moment ago."""
    ids = list(people)
    latest = _latest(action, viewer, about, now=now, person=None)
    if latest is not None and (latest.after or {}).get("people") == ids:
        return
    with transaction.atomic():
        entry = record(
            action=action, actor=viewer, now=now, about=about, after={"people": ids}
        )
        _append(entry, ids, viewer, kind=ReadKind.LISTED)


@transaction.atomic
def record_export(
    *,
    action: str,
    viewer: User,
    people: Collection[int],
    now: datetime,
    person: User | None = None,
    about: models.Model | None = None,
    reason: str = "",
    after: dict[str, Any] | None = None,
) -> None:
    """Note that the viewer took a file with the results of these people; every file
    counts, however soon after another."""
    entry = record(
        action=action,
        actor=viewer,
        now=now,
        person=person,
        about=about,
        reason=reason,
        after=after,
    )
    _append(entry, people, viewer, kind=ReadKind.EXPORTED)


def _latest(
    action: str,
    viewer: User,
    about: models.Model | None,
    *,
    now: datetime,
    person: User | None,
) -> AuditEntry | None:
    """Return the viewer's newest entry of the kind from the last minute."""
    recent = AuditEntry.objects.filter(
        actor=viewer,
        action=action,
        person=person,
        at__gt=now - SAME_LOOK,
        at__lte=now,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
    )
    return recent.order_by("-at", "-pk").first()


def _append(
    entry: AuditEntry, people: Iterable[int], viewer: User, *, kind: ReadKind
) -> None:
    others = [pk for pk in people if pk != viewer.pk]
    known = capacities(viewer, others)
    ResultRead.objects.bulk_create(
        [
            ResultRead(
                entry=entry, person_id=pk, at=entry.at, capacity=known[pk], kind=kind
            )
            for pk in others
        ],
        batch_size=BATCH,
    )
