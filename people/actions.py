"""What the actions of the audit log are called, by subject.

Each app names its own; settings.AUDIT_ACTIONS lists where. A test demands a name for
every action that the code writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """Actions of one subject, and whether HR reads about them."""

    subject: Promise
    actions: Mapping[str, Promise]
    # What is about people and results is for HR; the back office's rights are not.
    is_for_hr: bool = True


# Changes of what somebody may do: HR sees those of administrators nowhere.
ABOUT_RIGHTS = ("role.given", "role.taken", "person.changed")
GROUPS = (
    ActionGroup(
        subject=_("People and posts"),
        actions={
            "person.created": _("Person brought in"),
            "person.changed": _("Person changed"),
            "membership.joined": _("Post taken up"),
            "membership.left": _("Post given up"),
            "membership.began": _("Post began"),
            "membership.second_joined": _("Second post taken up"),
            "membership.second_ended": _("Second post given up"),
            "membership.called_off": _("Planned post called off"),
            "person.left": _("Person left"),
            "person.merged": _("Two accounts merged"),
            "probation.changed": _("End of probation changed"),
            "membership.corrected": _("Post corrected"),
            "people.import_uploaded": _("Table of people uploaded"),
            "people.import_given_up": _("Import of people given up"),
            "people.imported": _("People imported"),
        },
    ),
    ActionGroup(
        subject=_("Organisation and company facts"),
        actions={
            "department.created": _("Department created"),
            "department.changed": _("Department changed"),
            "department.deleted": _("Department deleted"),
            "post.created": _("Post created"),
            "post.changed": _("Post changed"),
            "post.deleted": _("Post deleted"),
            "competency.created": _("Competency created"),
            "competency.changed": _("Competency changed"),
            "competency.deleted": _("Competency deleted"),
            "fact.defined": _("Company fact defined"),
            "fact.redefined": _("Company fact described anew"),
            "fact.value_set": _("Value of a company fact set"),
            "fact.use_checked": _("Text checked after a change of a fact"),
        },
    ),
    ActionGroup(
        subject=pgettext_lazy("audit", "Rights"),
        actions={
            "role.given": _("Role given"),
            "role.taken": _("Role taken away"),
            "rights.read": _("Somebody’s rights looked up"),
        },
    ),
    ActionGroup(
        subject=_("Rights in the back office"),
        actions={
            "group.created": _("Group created"),
            "group.changed": _("Rights of a group changed"),
            "group.deleted": _("Group deleted"),
        },
        is_for_hr=False,
    ),
    ActionGroup(
        subject=_("Signing in"),
        actions={
            "sign_in_codes.sheet_asked_for": _("Sheet of sign-in codes asked for"),
            "sign_in_code.issued": _("Sign-in code issued"),
            "sign_in_code.used": _("Sign-in code used"),
            "password.set": _("Password chosen"),
            "password.changed": _("Password changed"),
            "password.reset_by_mail": _("Password renewed by mail"),
            "sessions.ended": _("Signed out everywhere else"),
        },
    ),
    ActionGroup(
        subject=_("Personal data"),
        actions={
            "notice.published": _("Notice published"),
            "notice.acknowledged": _("Notice read"),
            "person.read": _("Person’s results opened"),
            "my_data.exported": _("Own data exported"),
            "personal_data.exported": _("Somebody’s data exported"),
            "audit.read": _("Audit log searched for a person"),
            "audit.exported": _("Audit log exported"),
        },
    ),
    ActionGroup(
        subject=_("Jobs and mails"),
        actions={
            "job.requested": _("Job asked for"),
            "job.cancelled": _("Job cancelled"),
            "mail.sent_again": _("Mail sent again"),
        },
    ),
)


@cache
def groups() -> tuple[ActionGroup, ...]:
    """Return the actions of all apps."""
    return tuple(g for path in settings.AUDIT_ACTIONS for g in import_string(path))


@cache
def names() -> dict[str, Promise]:
    """Return each action's code with its name."""
    return {code: name for group in groups() for code, name in group.actions.items()}


def name_of(code: str) -> str:
    """Return the action's name; of one from a version to come, its code."""
    return str(names().get(code, code))


@cache
def actions_for_hr() -> tuple[str, ...]:
    return tuple(c for group in groups() if group.is_for_hr for c in group.actions)
