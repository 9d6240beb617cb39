"""What roles may do with courses, the handbook, results and certificates."""

from django.utils.translation import gettext_lazy as _

from people.access import MANAGER
from people.models import Role
from people.rights import ALL, EVERYBODY, SUBJECT_RESULTS, Right, these

LEARNING = _("Learning")
CONTENT = _("Content")
RIGHTS = (
    Right(
        key="courses.learn",
        subject=LEARNING,
        label=_("Read the handbook, take courses and quizzes"),
        who=EVERYBODY,
    ),
    Right(
        key="courses.own_results",
        subject=LEARNING,
        label=_("Open own results and certificates"),
        who=EVERYBODY,
    ),
    Right(
        key="courses.results",
        subject=SUBJECT_RESULTS,
        label=_("See and export results of others, down to the single answer"),
        who={
            MANAGER: _("the own line"),
            Role.HR.value: ALL,
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
    Right(
        key="courses.revoke",
        subject=SUBJECT_RESULTS,
        label=_("Revoke a certificate"),
        who=these(Role.HR, Role.ADMINISTRATOR),
    ),
    Right(
        key="courses.publish",
        subject=CONTENT,
        label=_("Write and publish handbook and courses"),
        who={
            Role.TRAINER.value: ALL,
            Role.REVIEWER.value: _("drafts only"),
            Role.APPROVER.value: _("drafts only"),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
)
