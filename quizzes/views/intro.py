"""Before an attempt: the paper's rules, one's past attempts, the start."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.access import signed_in
from quizzes import access, queries
from quizzes.references import return_links
from quizzes.services import attempts, papers


@login_required
@require_GET
@never_cache
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    quiz = access.quiz_or_404(pk)
    attempts.settle_running(quiz=quiz, person=person, now=now)
    return render(
        request,
        "quizzes/quiz.html",
        {
            "quiz": quiz,
            "outline": queries.outline(quiz),
            "standing": queries.standing(quiz, person, now=now),
            "return_links": return_links(quiz, person),
        },
    )


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    quiz = access.quiz_or_404(pk)
    try:
        attempt = attempts.start(quiz=quiz, person=person, now=timezone.now())
    except attempts.MayNotStart:
        # The page says which rule it is, and when the next attempt opens.
        messages.warning(request, _("An attempt cannot be started now."))
        return redirect("quizzes:quiz", pk=quiz.pk)
    except papers.NotReady:
        messages.error(
            request,
            _("This quiz is short of questions. Please tell a trainer."),
        )
        return redirect("quizzes:quiz", pk=quiz.pk)
    return redirect("quizzes:attempt", pk=attempt.pk)
