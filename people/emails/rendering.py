"""Mails of notifications as letters, in the language of whoever gets them."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from people.models import Mail, Notification
from people.prepared import Prepared
from people.queries.notifications import line_of

# The rest is in the inbox; a mail is looked at on a phone.
MOST_LINES = 20


_unread = Prepared(
    lambda mail: Notification.objects.unread().filter(mail=mail).newest_first()
)


def letter(mail: Mail) -> EmailMultiAlternatives | None:
    """Return what is to be sent, or None: everything was read on the site meanwhile."""
    person = mail.person
    unread = list(_of(mail))
    if not unread:
        return None
    with translation.override(person.language or settings.LANGUAGE_CODE):
        return _letter(mail, unread)


def _of(mail: Mail) -> list[Notification]:
    if mail.about is not None:
        return [mail.about] if mail.about.read_at is None else []
    return _unread(mail=mail.pk)


def _letter(mail: Mail, unread: list[Notification]) -> EmailMultiAlternatives:
    name = "digest" if mail.is_digest else "urgent"
    shown = unread[:MOST_LINES]
    context = {
        "person": mail.person,
        "lines": [
            {
                "line": line_of(one),
                "url": absolute(reverse("inbox:open", args=[one.pk])),
            }
            for one in shown
        ],
        "count": len(unread),
        "left_out": len(unread) - len(shown),
        "inbox_url": absolute(reverse("inbox:inbox")),
        "settings_url": absolute(reverse("inbox:settings")),
    }
    made = EmailMultiAlternatives(
        subject=_part(name, "subject.txt", context),
        body=_part(name, "body.txt", context),
        from_email=_sender(),
        to=[mail.person.email],
        headers={
            "Message-ID": message_id(mail),
            "List-Unsubscribe": f"<{context['settings_url']}>",
            # No holiday replies to a machine.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    made.attach_alternative(_part(name, "body.html", context), "text/html")
    return made


def _part(name: str, part: str, context: dict[str, object]) -> str:
    return render_to_string(f"emails/{name}.{part}", context).strip()


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or _("Waybill Academy"), address))


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def message_id(mail: Mail) -> str:
    """Return the same name at every attempt: mailboxes drop a second mail with it."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    proof = salted_hmac("people.mail", str(mail.pk), algorithm="sha256").hexdigest()
    return f"<waybill-{mail.pk}-{proof[:16]}@{host}>"
