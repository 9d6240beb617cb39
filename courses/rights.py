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
        key="courses.draft",
        subject=CONTENT,
        label=_("Draft handbook and courses"),
        who=these(Role.TRAINER, Role.REVIEWER, Role.APPROVER, Role.ADMINISTRATOR),
    ),
    Right(
        key="courses.review",
        subject=CONTENT,
        label=_("Review drafts of others"),
        who=these(Role.REVIEWER),
    ),
    Right(
        key="courses.approve",
        subject=CONTENT,
        label=_("Approve what others drafted and reviewed"),
        who=these(Role.APPROVER),
    ),
    Right(
        key="courses.publish",
        subject=CONTENT,
        label=_("Publish without review, with a reason; take down"),
        who=these(Role.ADMINISTRATOR),
    ),
)
