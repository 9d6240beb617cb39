"""Banks and quizzes in the back office."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
)
from wagtail.admin.views.generic import CopyViewMixin
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from people.access import signed_in
from people.queries.fact_report import open_marks
from quizzes import queries
from quizzes.forms.quizzes import QuizForm
from quizzes.models import QuestionBank, Quiz
from quizzes.services import quizzes


class BankViewSet(SnippetViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = _("Banks")
    list_display = ["display_name", "key"]
    search_fields = ["key", "name", "name_en"]
    search_backend_name = None
    inspect_view_enabled = True
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("key"),
        FieldPanel("description"),
    ]


class PoolCheckPanel(Panel):
    """Says which rules of the saved quiz lack questions in their bank."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/pool_check.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            is_saved = self.instance.pk is not None
            context["is_saved"] = is_saved
            context["shortages"] = queries.shortages(self.instance) if is_saved else []
            return context


class FactMarksPanel(Panel):
    """Says which company facts have changed under the saved quiz."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "people/admin/fact_marks.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            key = self.instance.pk
            label = Quiz._meta.label_lower
            context["marks"] = open_marks(label, key) if key else []
            return context


class RowsPanel(InlinePanel):
    """Wagtail's rows of children; its script carries the page's nonce, so that the
    back office's content policy lets it run (docs/adr/0007)."""

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "quizzes/admin/inline_panel.html"


class QuizCreateView(CreateView):
    def save_instance(self) -> Quiz:
        quiz: Quiz = super().save_instance()
        quizzes.record_change(
            quiz=quiz, before=None, actor=signed_in(self.request), now=timezone.now()
        )
        return quiz


class QuizCopyView(CopyViewMixin, QuizCreateView):
    """A copy is a new quiz, and written down as one."""


class QuizEditView(EditView):
    @transaction.atomic
    def save_instance(self) -> Quiz:
        before = quizzes.as_data(Quiz.objects.get(pk=self.object.pk))
        quiz: Quiz = super().save_instance()
        quizzes.record_change(
            quiz=quiz, before=before, actor=signed_in(self.request), now=timezone.now()
        )
        return quiz


RULE_PANELS = [
    FieldRowPanel(
        [
            FieldPanel("tag"),
            FieldPanel("difficulty"),
            FieldPanel("count"),
            FieldPanel("max_mark"),
        ]
    )
]
SECTION_PANELS = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
    # A plain select: the chooser would need an inline script.
    FieldPanel("bank", widget=forms.Select),
    RowsPanel("draw_rules", label=_("Draw rule"), panels=RULE_PANELS, min_num=1),
]


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "form"
    menu_label = _("Quizzes")
    add_view_class = QuizCreateView
    copy_view_class = QuizCopyView
    edit_view_class = QuizEditView
    list_display = ["display_title", "key", "is_open", "pass_grade"]
    search_fields = ["key", "title", "title_en"]
    search_backend_name = None
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FactMarksPanel(),
                    FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                    FieldPanel("key"),
                    FieldPanel("intro"),
                    FieldPanel("intro_en"),
                    HelpPanel(template="people/admin/fact_help.html"),
                ],
                heading=_("What people read"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("time_limit_minutes"), FieldPanel("pass_grade")]
                    ),
                    FieldRowPanel(
                        [FieldPanel("attempts_allowed"), FieldPanel("wait_minutes")]
                    ),
                    FieldPanel("multiple_choice_scoring"),
                    FieldPanel("shuffle_options"),
                    FieldPanel("is_open"),
                ],
                heading=_("Rules"),
            ),
            PoolCheckPanel(heading=_("Are there enough questions?")),
            RowsPanel("sections", label=_("Section"), panels=SECTION_PANELS, min_num=1),
        ],
        base_form_class=QuizForm,
    )
