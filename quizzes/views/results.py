"""After an attempt: the grade and how it came about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people.access import is_oneself, signed_in
from people.queries.reasons import why_this_page
from quizzes import access, queries
from quizzes.references import return_links
from quizzes.services import attempts, results


@login_required
@require_GET
def result(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    attempt = attempts.settle(attempt=access.attempt_or_404(viewer, pk), now=now)
    if attempt.is_open:
        return redirect("quizzes:attempt", pk=attempt.pk)
    is_own = is_oneself(viewer, attempt.person)
    return render(
        request,
        "quizzes/result.html",
        {
            "attempt": attempt,
            "result": results.open_result(attempt=attempt, viewer=viewer, now=now),
            # Who has passed is not told when to try again.
            "standing": queries.standing(attempt.quiz, attempt.person, now=now)
            if attempt.is_short_of_pass
            else None,
            "return_links": return_links(attempt.quiz, viewer) if is_own else [],
            "is_own": is_own,
            "why": "" if is_own else why_this_page(viewer, attempt.person),
        },
    )
