"""What `people` holds about telling people things: messages, mails, wishes, devices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import (
    KnownDevice,
    Mail,
    MailState,
    Notification,
    NotificationSettings,
)
from people.personal_data.contract import Record, Section
from people.queries.notifications import line_of

ONLY_YOU = _("you; HR and administrators when they export your data at your request")


def _notification(notification: Notification) -> Record:
    return {
        "at": notification.created_at,
        "title": str(line_of(notification).words.title),
        "read_at": notification.read_at,
    }


def _mail(mail: Mail) -> Record:
    return {
        "at": mail.created_at,
        "is_digest": mail.is_digest,
        "state": mail.state,
        "attempts": mail.attempts,
    }


def _wishes(own: NotificationSettings) -> Record:
    return {
        "digest_hour": own.digest_hour,
        "quiet_from": own.quiet_from,
        "quiet_until": own.quiet_until,
        "muted_kinds": list(own.muted_kinds),
        "refused_address": own.refused_address,
    }


SECTIONS = (
    Section(
        key="notifications",
        title=_("Notifications"),
        why=_("So that you learn what concerns you, once."),
        seen_by=ONLY_YOU,
        columns={
            "at": _("When"),
            "title": _("What"),
            "read_at": pgettext_lazy("notification", "Read"),
        },
        rows=lambda person: Notification.objects.filter(person=person).order_by("-pk"),
        record=_notification,
        covers=["people.notification.person"],
    ),
    Section(
        key="mails",
        title=_("Mails to you"),
        why=_("So that nothing is sent twice and nothing is lost."),
        seen_by=_("you and administrators"),
        columns={
            "at": _("When"),
            "is_digest": _("Digest of a day"),
            "state": pgettext_lazy("mail", "State"),
            "attempts": pgettext_lazy("mail", "Attempts"),
        },
        rows=lambda person: Mail.objects.filter(person=person).order_by("-pk"),
        record=_mail,
        words={"state": dict(MailState.choices)},
        covers=["people.mail.person"],
    ),
    Section(
        key="notification_settings",
        title=_("How you want to be told"),
        why=_("So that mail comes when it suits you."),
        seen_by=ONLY_YOU,
        columns={
            "digest_hour": _("Hour of the digest"),
            "quiet_from": _("Quiet from (hour)"),
            "quiet_until": _("Quiet until (hour)"),
            "muted_kinds": _("Not by mail"),
            "refused_address": _("Address that takes no mail"),
        },
        rows=lambda person: NotificationSettings.objects.filter(person=person).order_by(
            "pk"
        ),
        record=_wishes,
        covers=["people.notificationsettings.person"],
    ),
    Section(
        key="known_devices",
        title=_("Devices you have signed in with"),
        why=_("So that you are told of a sign-in from a new one."),
        seen_by=ONLY_YOU,
        columns={
            "device": _("Device"),
            "first_seen_at": _("First seen"),
        },
        rows=lambda person: KnownDevice.objects.filter(person=person).order_by("-pk"),
        record=lambda known: {
            "device": known.device,
            "first_seen_at": known.first_seen_at,
        },
        covers=["people.knowndevice.person"],
    ),
)
