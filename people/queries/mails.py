"""What the list of deliveries shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Delivery, Mail, MailState, User
from people.rules.notifications import SHANGHAI

PER_PAGE = 50
REASONS: dict[str, Promise] = {
    "unreachable": _("The mail server did not answer"),
    "sender_refused": _("The mail server does not take mail from this site"),
    "put_off": _("The mail server asked to try later"),
    "mailbox_full": _("The mailbox is full"),
    "policy": _("The mail server refuses by its rules"),
    "address_refused": _("The address does not take mail"),
    "text_refused": _("The mail server refused the text"),
    "no_answer": _("Handed over, but no answer came"),
    "stopped": _("The worker was stopped in the middle"),
    "read": _("Read on the site before it went out"),
    "left": _("The person has left"),
    "no_address": _("The person has no address any more"),
}
TONES = {
    MailState.WAITING: "muted",
    MailState.SENDING: "info",
    MailState.HANDED_OVER: "info",
    MailState.SENT: "ok",
    MailState.REFUSED: "bad",
    MailState.UNCLEAR: "warn",
    MailState.GAVE_UP: "bad",
    MailState.SKIPPED: "muted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A mail, and how the newest attempt to send it ended."""

    mail: Mail
    tone: str
    # Null: nobody has tried yet.
    newest: Delivery | None

    @property
    def reason(self) -> str | Promise:
        return REASONS.get(self.newest.reason, "") if self.newest else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of the list; all of it optional."""

    state: str = ""
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesPage:
    """A stretch of the list, the newest mail first."""

    lines: list[MailLine]
    next_before: int


def deliveries_page(filters: Filters, *, before: int | None) -> DeliveriesPage:
    found = Mail.objects.select_related("person").annotate(
        carries=Count("notifications")
    )
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.day:
        start = datetime.combine(filters.day, time(), SHANGHAI)
        found = found.filter(
            created_at__gte=start, created_at__lt=start + timedelta(days=1)
        )
    if filters.text:
        people = User.objects.matching(filters.text)
        found = found.filter(person__in=people.values("pk"))
    if before is not None:
        found = found.filter(pk__lt=before)
    log = Prefetch("deliveries", Delivery.objects.order_by("-pk"), to_attr="log")
    rows = list(found.prefetch_related(log).order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return DeliveriesPage(
        lines=[
            MailLine(
                mail=mail,
                tone=TONES[MailState(mail.state)],
                newest=mail.log[0] if mail.log else None,  # type: ignore[attr-defined]
            )
            for mail in shown
        ],
        next_before=shown[-1].pk if len(rows) > PER_PAGE else 0,
    )
