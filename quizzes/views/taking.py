"""Sitting a quiz: the paper, every answer as it is given, the way out."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.access import signed_in
from quizzes import access, queries
from quizzes.forms.answers import read_answer
from quizzes.models import Item
from quizzes.question_types.contract import BadAnswer
from quizzes.services import attempts


@login_required
@require_GET
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    return _open_paper(request, pk, "quizzes/attempt.html")


@login_required
@require_GET
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _open_paper(request, pk, "quizzes/review.html")


def _open_paper(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    now = timezone.now()
    attempt = access.own_attempt_or_404(signed_in(request), pk)
    attempt = attempts.settle(attempt=attempt, now=now)
    if not attempt.is_open:
        return redirect("quizzes:result", pk=attempt.pk)
    return render(
        request,
        template,
        {"attempt": attempt, "paper": queries.paper(attempt), "now": now},
    )


@login_required
@require_POST
def respond(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one answer; JSON for the script, a redirect for a plain form.

    200 saved · 409 another page has answered since · 410 over · 422 no answer
    """
    item = access.own_item_or_404(signed_in(request), pk)
    try:
        typed = read_answer(item, request.POST)
        saved = attempts.respond(
            item=item,
            operation_id=typed.operation_id,
            expected_sequence=typed.expected_sequence,
            answer=typed.answer,
            now=timezone.now(),
        )
    except BadAnswer:
        problem = _("This answer does not belong to the question; nothing was saved.")
        return _reply(request, item, 422, {"message": problem})
    except attempts.StaleAnswer as stale:
        return _reply(request, item, 409, _server_copy(stale))
    except attempts.AttemptClosed:
        url = reverse("quizzes:result", args=[item.attempt_id])
        problem = _("The attempt is over; this answer came too late.")
        return _reply(request, item, 410, {"message": problem, "result_url": url})
    reply = {"sequence": saved.sequence, "saved_at": _utc(saved.answered_at)}
    return _reply(request, item, 200, reply)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _server_copy(stale: attempts.StaleAnswer) -> dict[str, Any]:
    newest = stale.newest
    return {
        "message": _("Another window has changed this answer; this is the saved one."),
        "sequence": newest.sequence if newest else 0,
        "answer": newest.answer if newest else None,
        "saved_at": _utc(newest.answered_at) if newest else None,
    }


def _reply(
    request: HttpRequest, item: Item, status: int, reply: dict[str, Any]
) -> HttpResponse:
    wanted = request.get_preferred_type(["text/html", "application/json"])
    if wanted == "application/json":
        return JsonResponse(reply, status=status)
    if "message" in reply:
        messages.warning(request, reply["message"])
    page = reverse("quizzes:attempt", args=[item.attempt_id])
    return redirect(reply.get("result_url") or f"{page}#question-{item.position}")


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = access.own_attempt_or_404(signed_in(request), pk)
    try:
        attempts.submit(attempt=attempt, now=timezone.now())
    except attempts.AttemptClosed:
        messages.info(request, _("This attempt was already submitted."))
    return redirect("quizzes:result", pk=attempt.pk)
