"""How quizzes and their questions fare, for those who write them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.access import role_required
from people.models import Role
from quizzes import access, queries


@role_required(Role.TRAINER, Role.ADMINISTRATOR)
@require_GET
def quizzes(request: HttpRequest) -> HttpResponse:
    return render(
        request, "quizzes/quizzes.html", {"summaries": queries.quiz_summaries()}
    )


@role_required(Role.TRAINER, Role.ADMINISTRATOR)
@require_GET
def statistics(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = access.quiz_or_404(pk)
    return render(
        request,
        "quizzes/statistics.html",
        {
            "quiz": quiz,
            "rows": queries.quiz_statistics(quiz),
            "shortages": queries.shortages(quiz),
        },
    )
