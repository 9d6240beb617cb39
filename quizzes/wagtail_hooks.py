"""The back office's menu of quizzes."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from quizzes.backoffice.questions import QuestionViewSet
from quizzes.backoffice.quizzes import BankViewSet, QuizViewSet


class QuizzesGroup(SnippetViewSetGroup):
    items = (BankViewSet, QuestionViewSet, QuizViewSet)
    menu_label = _("Question banks")
    menu_icon = "help"
    menu_order = 210


register_snippet(QuizzesGroup)
