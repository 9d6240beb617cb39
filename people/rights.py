"""Who may do what, as data: the rights page, docs/architecture.md and a test share it.

Each app says its own; settings.RIGHTS lists where. Nothing is decided here: access.py
and the permissions of the back office decide, and tests/access/test_rights_table.py
holds every claim against them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.access import MANAGER, SEES_FACTS
from people.models import Role

LEARNER = "learner"
ALL = ""  # the right without a limit
ROLES: dict[str, Promise | str] = {
    LEARNER: _("Learner"),
    MANAGER: _("Manager"),
    **{role.value: role.label for role in Role},
}
# What each role is for, in a sentence.
SENTENCES: dict[str, Promise] = {
    LEARNER: _("Reads, takes courses and quizzes, earns certificates."),
    MANAGER: _("Sees how far the own line is and helps new people sign in."),
    Role.TRAINER.value: _("Writes content and questions and sees which of them fail."),
    Role.REVIEWER.value: _("Checks content before it is approved."),
    Role.APPROVER.value: _("Decides that content may be published."),
    Role.HR.value: _("Looks after people, their results and certificates."),
    Role.ADMINISTRATOR.value: _("Looks after accounts, roles and the academy itself."),
}
EVERYBODY: Mapping[str, Promise | str] = dict.fromkeys(ROLES, ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One line of the table: what may be done, and by which roles.

    `who` maps a role to the limit of its right, in words, or to `ALL`.
    """

    key: str
    subject: Promise
    label: Promise
    who: Mapping[str, Promise | str]


def these(*roles: str) -> dict[str, Promise | str]:
    """Return the full right for these roles."""
    return {str(role): ALL for role in roles}


SUBJECT_RESULTS = _("Results of others")
SUBJECT_PEOPLE = _("People and accounts")
SUBJECT_ORGANISATION = _("Organisation and company facts")
SUBJECT_TRACES = _("Rights, traces, personal data")
RIGHTS = (
    Right(
        key="people.import",
        subject=SUBJECT_PEOPLE,
        label=_("Import people, print sheets of sign-in codes"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.sign_in_code",
        subject=SUBJECT_PEOPLE,
        label=_("Give one person a sign-in code"),
        who={
            MANAGER: _("learners of the own line"),
            Role.HR.value: _("all but administrators"),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
    Right(
        key="people.accounts",
        subject=SUBJECT_PEOPLE,
        label=_("Change accounts and groups in the back office"),
        who=these(Role.ADMINISTRATOR),
    ),
    Right(
        key="people.notice",
        subject=SUBJECT_PEOPLE,
        label=_("Publish the personal-information notice"),
        who=these(Role.ADMINISTRATOR),
    ),
    Right(
        key="people.own_jobs",
        subject=SUBJECT_PEOPLE,
        label=_("See and cancel own jobs"),
        who=EVERYBODY,
    ),
    Right(
        key="people.jobs",
        subject=SUBJECT_PEOPLE,
        label=_("See and cancel jobs of others"),
        who={
            Role.HR.value: _("imports of people"),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
    Right(
        key="people.inbox",
        subject=SUBJECT_PEOPLE,
        label=_("Read own messages, choose how to be told"),
        who=EVERYBODY,
    ),
    Right(
        key="people.deliveries",
        subject=SUBJECT_PEOPLE,
        label=_("See what was mailed, send again what did not arrive"),
        who=these(Role.ADMINISTRATOR),
    ),
    Right(
        key="people.chart",
        subject=SUBJECT_ORGANISATION,
        label=_("Look at the organisation and at what posts ask for"),
        who=EVERYBODY,
    ),
    Right(
        key="people.memberships",
        subject=SUBJECT_ORGANISATION,
        label=_("See posts over time and probation of others"),
        who={
            MANAGER: _("the own line"),
            Role.HR.value: ALL,
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
    Right(
        key="people.organisation",
        subject=SUBJECT_ORGANISATION,
        label=_("Transfer people; change departments, posts, competencies"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.merge",
        subject=SUBJECT_ORGANISATION,
        label=_("Merge two accounts of one person"),
        who={
            Role.HR.value: _("all but administrators"),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
    Right(
        key="people.facts",
        subject=SUBJECT_ORGANISATION,
        label=_("See all company facts and where each is used"),
        who=these(*SEES_FACTS),
    ),
    Right(
        key="people.define_facts",
        subject=SUBJECT_ORGANISATION,
        label=_("Define company facts, set any value"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.check_texts",
        subject=SUBJECT_ORGANISATION,
        label=_("Say that a text is still right after a fact has changed"),
        who=these(Role.TRAINER, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.own_data",
        subject=SUBJECT_TRACES,
        label=_("See own roles, own data and who looked; export own data"),
        who=EVERYBODY,
    ),
    Right(
        key="people.rights_of_others",
        subject=SUBJECT_TRACES,
        label=_("Look up the roles of others and who sees their results"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.data_of_others",
        subject=SUBJECT_TRACES,
        label=_("Export somebody’s data at their request"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="people.audit",
        subject=SUBJECT_TRACES,
        label=_("Read and export the audit log"),
        who={
            Role.HR.value: pgettext_lazy(
                "audit", "people and results; not the rights of administrators"
            ),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
)


@cache
def table() -> tuple[Right, ...]:
    """Return the rights of all apps, those of one subject together."""
    found = [right for path in settings.RIGHTS for right in import_string(path)]
    subjects = list(dict.fromkeys(right.subject for right in found))
    return tuple(sorted(found, key=lambda right: subjects.index(right.subject)))
