"""What the inbox shows."""

import logging
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from people.models import Notification, User
from people.notifications import registry
from people.notifications.contract import Kind, Words

log = logging.getLogger(__name__)
PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationLine:
    """One notification in the reader's language."""

    notification: Notification
    words: Words
    label: str | Promise
    icon: str

    @property
    def is_new(self) -> bool:
        return self.notification.read_at is None


def line_of(notification: Notification) -> NotificationLine:
    """Put it into words; of a kind this version does not know, its code is left."""
    try:
        kind = registry.kind_of(notification.kind)
    except registry.UnknownKind:
        return NotificationLine(
            notification=notification,
            words=Words(title=notification.kind),
            label=notification.kind,
            icon="bell",
        )
    return NotificationLine(
        notification=notification,
        words=_words(kind, notification),
        label=kind.label,
        icon=kind.icon,
    )


def _words(kind: Kind, notification: Notification) -> Words:
    try:
        return kind.words(notification.parameters)
    except (KeyError, TypeError, ValueError):
        # Another version told it, with other parameters: one line less clear, and
        # neither the inbox nor a mail is lost over it.
        log.warning("parameters not understood", extra={"kind": notification.kind})
        return Words(title=str(kind.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """A stretch of somebody's inbox, the newest first."""

    lines: list[NotificationLine]
    # The page goes on below this one; 0: that was all.
    next_before: int
    # The newest one there is: what "all" means on this page.
    newest: int


def inbox_page(
    person: User, *, kind: str, only_new: bool, before: int | None
) -> InboxPage:
    found: QuerySet[Notification] = Notification.objects.filter(person=person)
    if kind:
        found = found.filter(kind=kind)
    if only_new:
        found = found.filter(read_at=None)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return InboxPage(
        lines=[line_of(one) for one in shown],
        next_before=shown[-1].pk if len(rows) > PER_PAGE else 0,
        newest=shown[0].pk if shown else 0,
    )
