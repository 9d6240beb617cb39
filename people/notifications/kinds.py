"""What people are told about their account and their jobs."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.jobs.registry import UnknownKind, handler_for
from people.notifications.contract import Words, kind
from people.notifications.moments import moment
from people.rules.notifications import Urgency


@kind(
    label=gettext_lazy("Sign-in on a new device"),
    icon="device-phone-mobile",
    urgency=Urgency.SECURITY,
)
def new_device(parameters: dict[str, Any]) -> Words:
    return Words(
        title=_("Your account was used on a new device"),
        text=_(
            "%(device)s, %(at)s. If that was not you: sign out everywhere, then change "
            "your password."
        )
        % {
            "device": parameters["device"] or _("An unknown device"),
            "at": date_format(moment(parameters["at"]), "Y-m-d H:i"),
        },
    )


@kind(label=gettext_lazy("Password changed"), icon="key", urgency=Urgency.SECURITY)
def password_changed(parameters: dict[str, Any]) -> Words:
    return Words(
        title=_("Your password was changed"),
        text=_("%(at)s. If that was not you, tell your manager or HR at once.")
        % {"at": date_format(moment(parameters["at"]), "Y-m-d H:i")},
    )


@kind(
    label=gettext_lazy("Sign-in code for me"), icon="ticket", urgency=Urgency.SECURITY
)
def sign_in_code(parameters: dict[str, Any]) -> Words:
    return Words(
        title=_("A sign-in code was made for your account"),
        text=_(
            "%(by)s made it; whoever uses it chooses a new password. If you did not "
            "ask for it, ask %(by)s why."
        )
        % {"by": parameters["by"]},
    )


@kind(label=gettext_lazy("My background jobs"), icon="queue-list")
def job_ended(parameters: dict[str, Any]) -> Words:
    try:
        title = handler_for(parameters["kind"]).title
    except UnknownKind:
        title = parameters["kind"]
    words = {"job": title, "number": parameters["job"]}
    if parameters["failed"]:
        return Words(
            title=_("“%(job)s” failed") % words,
            text=_("Job #%(number)s. Open it to see why.") % words,
        )
    return Words(
        title=_("“%(job)s” is done") % words,
        text=_("Job #%(number)s. Open it for the result.") % words,
    )
