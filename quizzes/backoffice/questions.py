"""Questions in the back office: editing one makes a new version."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.access import roles_of, signed_in
from people.models import ReviewMark
from people.queries.fact_report import open_marks
from quizzes.backoffice.proposals import question_history
from quizzes.forms.questions import QuestionForm, initial_of
from quizzes.models import Proposal, Question, QuestionBank, QuestionVersion
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
        field_name="newest__difficulty",
        choices=Difficulty.choices,
        label=_("Difficulty"),
    )
    kind = django_filters.ChoiceFilter(
        field_name="newest__kind",
        choices=[(kind.key, kind.label) for kind in QUESTION_TYPES.values()],
        label=_("Type"),
    )

    waiting = django_filters.BooleanFilter(
        method="waiting_for_me", label=_("Waiting for me")
    )

    class Meta:
        model = Question
        fields = ["bank", "tag", "difficulty", "kind", "is_active"]

    def waiting_for_me(
        self, questions: QuestionQuerySet, name: str, is_wanted: bool
    ) -> QuestionQuerySet:
        person = signed_in(self.request)
        waiting = Proposal.objects.waiting_for(person, roles_of(person))
        mine = Q(pk__in=waiting.values("version__question"))
        return questions.filter(mine if is_wanted else ~mine)

    def with_tag(
        self, questions: QuestionQuerySet, name: str, tag: str
    ) -> QuestionQuerySet:
        return questions.tagged(tag.strip())


class QuestionIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Question]:
        return Question.objects.select_related("bank", "latest", "newest").order_by(
            "bank", "key"
        )

    @cached_property
    def columns(self) -> list[Column]:
        stem = TitleColumn(
            "stem",
            label=_("Question"),
            accessor="newest.stem",
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
        return gettext("Question %(key)s saved; it waits for its review.") % {
            "key": instance.key
        }

    def save_instance(self) -> Question:
        typed = self.form.cleaned_data
        return questions.create(
            bank=typed["bank"],
            key=questions.new_key(typed["bank"]),
            content=typed["content"],
            is_active=typed["is_active"],
            change=typed["change"],
            actor=signed_in(self.request),
            now=timezone.now(),
        )


class QuestionEditView(QuestionFormMixin, generic.EditView):
    template_name = "quizzes/admin/question_form.html"
    form: QuestionForm
    object: Question

    @cached_property
    def kind(self) -> QuestionType:  # type: ignore[override]
        return QUESTION_TYPES[self._newest.kind]

    @property
    def _newest(self) -> QuestionVersion:
        newest = self.object.newest
        assert newest is not None  # noqa: S101 - create() made one
        return newest

    def marks(self) -> list[ReviewMark]:
        return open_marks(Question._meta.label_lower, self.object.pk)

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self._newest, self.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "current": questions.content_of(self._newest)}

    def save_instance(self) -> Question:
        typed, now = self.form.cleaned_data, timezone.now()
        before = self.object.newest_id
        self.version = questions.revise(
            question=self.object,
            content=typed["content"],
            change=typed["change"],
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
            text = gettext("Version %(number)s saved; it waits for its review.")
        else:
            text = gettext("Nothing in the text changed: still version %(number)s.")
        return text % number


def _state(question: Question) -> Any:
    if not question.has_draft:
        return _("in use")
    if question.latest is None:
        return _("draft, not drawn yet")
    return _("draft; version %(number)s is drawn") % {"number": question.latest.number}


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
    search_fields = ["key", "newest__stem", "newest__explanation"]
    search_backend_name = None
    list_display = [
        Column("bank", label=_("Bank")),
        Column(
            "kind",
            label=_("Type"),
            accessor=lambda question: QUESTION_TYPES[question.newest.kind].label,
        ),
        Column(
            "difficulty",
            label=_("Difficulty"),
            accessor=lambda question: question.newest.get_difficulty_display(),
        ),
        Column(
            "tags",
            label=_("Tags"),
            accessor=lambda question: "，".join(question.newest.tags),
        ),
        Column("version", label=_("Version"), accessor="newest.number"),
        Column("state", label=_("State"), accessor=_state),
        Column("times_drawn", label=_("Times drawn")),
        BooleanColumn("is_active", label=_("Active")),
    ]

    @property
    def history_view(self) -> Any:
        return question_history

    @property
    def history_results_view(self) -> Any:
        return question_history
