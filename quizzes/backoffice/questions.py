"""Questions in the back office: editing one makes a new version."""

from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.access import signed_in
from people.models import ReviewMark
from people.queries.fact_report import open_marks
from quizzes import queries
from quizzes.forms.questions import QuestionForm, initial_of
from quizzes.models import Question, QuestionBank
from quizzes.models.banks import Difficulty, QuestionQuerySet
from quizzes.question_types.contract import QuestionType
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.services import questions


class QuestionFilterSet(WagtailFilterSet):
    bank = django_filters.ModelChoiceFilter(
        queryset=QuestionBank.objects.order_by("name"), label=_("Bank")
    )
    tag = django_filters.CharFilter(method="with_tag", label=_("Tag"))
    difficulty = django_filters.ChoiceFilter(
        field_name="latest__difficulty",
        choices=Difficulty.choices,
        label=_("Difficulty"),
    )
    kind = django_filters.ChoiceFilter(
        field_name="latest__kind",
        choices=[(kind.key, kind.label) for kind in QUESTION_TYPES.values()],
        label=_("Type"),
    )

    class Meta:
        model = Question
        fields = ["bank", "tag", "difficulty", "kind", "is_active"]

    def with_tag(
        self, questions: QuestionQuerySet, name: str, tag: str
    ) -> QuestionQuerySet:
        return questions.tagged(tag.strip())


class QuestionIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Question]:
        return Question.objects.select_related("bank", "latest").order_by("bank", "key")

    @cached_property
    def columns(self) -> list[Column]:
        stem = TitleColumn(
            "stem",
            label=_("Question"),
            accessor="latest.stem",
            width="45%",
            get_url=self._title_url,
        )
        return [stem, *super().columns]

    def _title_url(self, question: Question) -> str:
        """Editors go on to edit; who may only look gets the versions."""
        edit_url: str | None = self.get_edit_url(question)
        return edit_url or reverse("question:history", args=[question.pk])


class QuestionFormMixin:
    """Shows the fields of the question's type; saving goes through the service."""

    request: HttpRequest
    kind: QuestionType

    def get_form_class(self) -> type[QuestionForm]:
        return QuestionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        kwargs.pop("instance", None)
        return {**kwargs, "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            **context,
            "kind": self.kind,
            "kinds": QUESTION_TYPES.values(),
            "marks": self.marks(),
        }

    def marks(self) -> list[ReviewMark]:
        """Company facts that changed under the question; none for a new one."""
        return []


class QuestionCreateView(QuestionFormMixin, generic.CreateView):
    template_name = "quizzes/admin/question_form.html"
    form: QuestionForm

    @cached_property
    def kind(self) -> QuestionType:  # type: ignore[override]
        wanted = self.request.GET.get("kind", next(iter(QUESTION_TYPES)))
        if wanted not in QUESTION_TYPES:
            raise Http404
        return QUESTION_TYPES[wanted]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["action_url"] = f"{self.add_url}?kind={self.kind.key}"
        context["is_new"] = True
        return context

    def get_success_message(self, instance: Question) -> str:
        return gettext("Question %(key)s saved as version 1.") % {"key": instance.key}

    def save_instance(self) -> Question:
        typed = self.form.cleaned_data
        return questions.create(
            bank=typed["bank"],
            key=questions.new_key(typed["bank"]),
            content=typed["content"],
            is_active=typed["is_active"],
            actor=signed_in(self.request),
            now=timezone.now(),
        )


class QuestionEditView(QuestionFormMixin, generic.EditView):
    template_name = "quizzes/admin/question_form.html"
    form: QuestionForm
    object: Question

    @cached_property
    def kind(self) -> QuestionType:  # type: ignore[override]
        assert self.object.latest is not None  # noqa: S101 - create() made one
        return QUESTION_TYPES[self.object.latest.kind]

    def marks(self) -> list[ReviewMark]:
        return open_marks(Question._meta.label_lower, self.object.pk)

    def get_initial(self) -> dict[str, Any]:
        assert self.object.latest is not None  # noqa: S101 - create() made one
        return initial_of(self.object.latest, self.kind)

    def save_instance(self) -> Question:
        typed, now = self.form.cleaned_data, timezone.now()
        before = self.object.latest_id
        self.version = questions.revise(
            question=self.object,
            content=typed["content"],
            actor=signed_in(self.request),
            now=now,
        )
        self.has_content_changes = self.version.pk != before
        questions.place(
            question=self.object,
            bank=typed["bank"],
            is_active=typed["is_active"],
            actor=signed_in(self.request),
            now=now,
        )
        return self.object

    def get_success_message(self) -> str:
        number = {"number": self.version.number}
        if self.has_content_changes:
            text = gettext("Version %(number)s saved; running attempts keep theirs.")
        else:
            text = gettext("Nothing in the text changed: still version %(number)s.")
        return text % number


def question_history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions with who and when, each compared with the one before."""
    user = request.user
    if not (user.has_perm("quizzes.view_question") or _may_edit(request)):
        raise PermissionDenied
    question = get_object_or_404(
        Question.objects.select_related("bank", "latest"), pk=pk
    )
    index = reverse("question:index")
    return TemplateResponse(
        request,
        "quizzes/admin/question_history.html",
        {
            "question": question,
            "entries": queries.version_history(question),
            "may_edit": _may_edit(request),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": index, "label": gettext("Questions")},
                {"url": "", "label": question.key},
            ],
            "header_icon": "history",
            "page_title": gettext("Versions of %(key)s") % {"key": question.key},
        },
    )


def _may_edit(request: HttpRequest) -> bool:
    return request.user.has_perm("quizzes.change_question")


class QuestionViewSet(ModelViewSet):
    model = Question
    name = "question"
    icon = "help"
    menu_label = _("Questions")
    form_fields = ["bank"]  # The views have a form of their own.
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    # A question is more than its row: a copy of that would have no versions.
    copy_view_enabled = False
    filterset_class = QuestionFilterSet
    list_per_page = 50
    search_fields = ["key", "latest__stem", "latest__explanation"]
    search_backend_name = None
    list_display = [
        Column("bank", label=_("Bank")),
        Column(
            "kind",
            label=_("Type"),
            accessor=lambda question: QUESTION_TYPES[question.latest.kind].label,
        ),
        Column(
            "difficulty",
            label=_("Difficulty"),
            accessor=lambda question: question.latest.get_difficulty_display(),
        ),
        Column(
            "tags",
            label=_("Tags"),
            accessor=lambda question: "，".join(question.latest.tags),
        ),
        Column("version", label=_("Version"), accessor="latest.number"),
        Column("times_drawn", label=_("Times drawn")),
        BooleanColumn("is_active", label=_("Active")),
    ]

    @property
    def history_view(self) -> Any:
        return question_history

    @property
    def history_results_view(self) -> Any:
        return question_history
