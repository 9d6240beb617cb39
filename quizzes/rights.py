"""What roles may do with questions, quizzes and their statistics."""

from django.utils.translation import gettext_lazy as _

from people.models import Role
from people.rights import ALL, Right, these

QUESTIONS = _("Questions and quizzes")
RIGHTS = (
    Right(
        key="quizzes.statistics",
        subject=QUESTIONS,
        label=_("See statistics of questions, without names"),
        who=these(Role.TRAINER, Role.ADMINISTRATOR),
    ),
    Right(
        key="quizzes.write",
        subject=QUESTIONS,
        label=_("Write banks and quizzes, draft questions"),
        who={
            Role.TRAINER.value: ALL,
            Role.REVIEWER.value: _("look only"),
            Role.APPROVER.value: _("look only"),
            Role.ADMINISTRATOR.value: ALL,
        },
    ),
)
