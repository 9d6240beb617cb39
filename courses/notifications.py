"""What people are told about their courses and certificates."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models.organisation import in_reader_language
from people.notifications.contract import Words, kind
from people.notifications.moments import day
from people.rules.notifications import Urgency


def _named(parameters: dict[str, Any], key: str) -> dict[str, str]:
    return {key: in_reader_language(parameters[key], parameters[f"{key}_en"])}


def _day(parameters: dict[str, Any], key: str) -> dict[str, str]:
    return {"day": date_format(day(parameters[key]), "Y-m-d")}


@kind(label=gettext_lazy("New course for me"), icon="academic-cap")
def course_assigned(parameters: dict[str, Any]) -> Words:
    title = _("New course: %(course)s") % _named(parameters, "course")
    if not parameters["due_on"]:
        return Words(title=title, text=_("You have been enrolled."))
    text = _("You have been enrolled. Finish it by %(day)s.")
    return Words(title=title, text=text % _day(parameters, "due_on"))


@kind(label=gettext_lazy("Course due soon"), icon="clock")
def course_due(parameters: dict[str, Any]) -> Words:
    words = _named(parameters, "course") | _day(parameters, "due_on")
    return Words(
        title=_("%(course)s: due on %(day)s") % words,
        text=_("Open the course to see what is left."),
    )


@kind(label=gettext_lazy("Certificate issued"), icon="trophy")
def certificate_issued(parameters: dict[str, Any]) -> Words:
    return Words(
        title=_("You have earned: %(title)s") % _named(parameters, "title"),
        text=_("Look at it, download it, or have its number verified."),
    )


@kind(label=gettext_lazy("Certificate expiring"), icon="clock")
def certificate_expiring(parameters: dict[str, Any]) -> Words:
    words = _named(parameters, "title") | _day(parameters, "valid_until")
    return Words(
        title=_("%(title)s: valid until %(day)s") % words,
        text=_("Ask your trainer or manager how to renew it."),
    )


@kind(
    label=gettext_lazy("Certificate revoked"),
    icon="exclamation-triangle",
    urgency=Urgency.URGENT,
)
def certificate_revoked(parameters: dict[str, Any]) -> Words:
    return Words(
        title=_("A certificate of yours was revoked"),
        text=_("%(title)s is no longer valid. HR can tell you why.")
        % _named(parameters, "title"),
        is_private=True,
    )
