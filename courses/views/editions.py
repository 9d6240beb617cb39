"""What an entry was before, and who answers for each edition."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from courses import queries
from courses.access import editions_or_404, entry_or_404
from people.access import signed_in


@login_required
@require_GET
def editions(request: HttpRequest, number: int) -> HttpResponse:
    entry = entry_or_404(signed_in(request), number)
    context = {"entry": entry, "lines": queries.edition_lines(entry)}
    return render(request, "courses/editions.html", context)


@login_required
@require_GET
def compare(request: HttpRequest, number: int, before: int, after: int) -> HttpResponse:
    entry = entry_or_404(signed_in(request), number)
    if before > after:
        return redirect("courses:compare_editions", number, after, before)
    old, new = editions_or_404(entry, before, after)
    context = {
        "entry": entry,
        "before": old,
        "after": new,
        "comparison": queries.compare_editions(old, new),
    }
    return render(request, "courses/compare_editions.html", context)
