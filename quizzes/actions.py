"""What this app writes into the audit log."""

from django.utils.translation import gettext_lazy as _

from people.actions import ActionGroup

GROUPS = (
    ActionGroup(
        subject=_("Marking"),
        # "result.read" is named in courses, which writes it as well.
        actions={"item.marked": _("Answer marked by hand")},
    ),
    ActionGroup(
        subject=_("Questions and quizzes"),
        actions={
            "question.created": _("Question created"),
            "question.revised": _("Question revised"),
            "question.passed": _("Version of a question passed on"),
            "question.sent_back": _("Version of a question sent back"),
            "question.in_force": _("Version of a question in force"),
            "question.published_directly": _("Question published without review"),
            "question.placed": _("Question moved or retired"),
            "questionbank.loaded": _("Starter bank loaded"),
            "quiz.created": _("Quiz created"),
            "quiz.changed": _("Quiz changed"),
            "quiz.loaded": _("Starter quiz loaded"),
        },
        is_for_hr=False,
    ),
)
