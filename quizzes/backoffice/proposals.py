"""The versions of a question, and deciding on the one that waits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from wagtail import hooks

from people.access import roles_of, signed_in
from people.models import User
from people.queries.editorial import REFUSALS
from people.rules import editorial
from people.rules.editorial import Step
from quizzes import queries
from quizzes.forms.questions import DecisionForm, DirectForm
from quizzes.models import Question, QuestionVersion
from quizzes.services import proposals


def question_history(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions with who and when, each compared with the one before."""
    user = request.user
    if not (user.has_perm("quizzes.view_question") or _may_edit(request)):
        raise PermissionDenied
    question = get_object_or_404(
        Question.objects.select_related("bank", "latest", "newest"), pk=pk
    )
    person = signed_in(request)
    index = reverse("question:index")
    return TemplateResponse(
        request,
        "quizzes/admin/question_history.html",
        {
            "question": question,
            "entries": queries.version_history(question),
            "why_not": _why_not(question, person),
            "may_edit": _may_edit(request),
            "may_publish": editorial.may_publish_directly(roles_of(person)),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": index, "label": gettext("Questions")},
                {"url": "", "label": question.key},
            ],
            "header_icon": "history",
            "page_title": gettext("Versions of %(key)s") % {"key": question.key},
        },
    )


def _why_not(question: Question, person: User) -> str:
    """Why the person may not decide on the newest version; empty if they may."""
    proposal = getattr(question.newest, "proposal", None)
    if proposal is None:
        return ""
    _step, why = proposals.refusal(proposal=proposal, actor=person)
    return str(REFUSALS[why]) if why else ""


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a version pass, or send it back."""
    version = _version(request, pk)
    form = DecisionForm(request.POST)
    back = redirect("question:history", version.question_id)
    if not form.is_valid():
        messages.error(request, gettext("That was not understood; try again."))
        return back
    try:
        following = proposals.decide(
            version=version,
            seen=Step(form.cleaned_data["seen"]),
            is_passed=form.cleaned_data["verdict"] == "pass",
            comment=form.cleaned_data["comment"],
            actor=signed_in(request),
            now=timezone.now(),
        )
    except proposals.Refused as refused:
        messages.error(request, str(REFUSALS[refused.why]))
        return back
    if form.cleaned_data["verdict"] == "back":
        text = gettext("Version %(number)s went back to its drafter.")
    elif following is None:
        text = gettext("Version %(number)s is approved.")
    else:
        text = gettext("Version %(number)s is reviewed; it waits for its approval.")
    messages.success(request, text % {"number": version.number})
    return back


@require_POST
def publish_directly(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a version pass without review; for administrators, with a reason."""
    version = _version(request, pk)
    form = DirectForm(request.POST)
    back = redirect("question:history", version.question_id)
    if not form.is_valid():
        messages.error(request, gettext("Publishing past the review needs a reason."))
        return back
    try:
        proposals.publish_directly(
            version=version,
            reason=form.cleaned_data["reason"],
            actor=signed_in(request),
            now=timezone.now(),
        )
    except proposals.MayNotPublish:
        raise PermissionDenied from None
    except proposals.Refused as refused:
        messages.error(request, str(REFUSALS[refused.why]))
        return back
    messages.success(
        request,
        gettext("Version %(number)s is published without review.")
        % {"number": version.number},
    )
    return back


def _version(request: HttpRequest, pk: int) -> QuestionVersion:
    user = request.user
    if not (user.has_perm("quizzes.view_question") or _may_edit(request)):
        raise PermissionDenied
    return get_object_or_404(QuestionVersion.objects.exclude(proposal=None), pk=pk)


def _may_edit(request: HttpRequest) -> bool:
    return request.user.has_perm("quizzes.change_question")


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [
        path("question/versions/<int:pk>/decide/", decide, name="decide_on_question"),
        path(
            "question/versions/<int:pk>/publish/",
            publish_directly,
            name="publish_question",
        ),
    ]
