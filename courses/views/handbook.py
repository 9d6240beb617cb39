"""The handbook for its readers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses import queries
from courses.access import chapter_or_404, entry_or_404
from courses.services import bookmarks as bookmark_service
from courses.services import readings
from people.access import has_role, signed_in
from people.models import Role


@login_required
@require_GET
def handbook(request: HttpRequest) -> HttpResponse:
    context = {
        "contents": queries.contents(),
        "read": queries.read_entries(signed_in(request)),
    }
    return render(request, "courses/handbook.html", context)


@login_required
@require_GET
def chapter(request: HttpRequest, number: int) -> HttpResponse:
    context = {
        "chapter": chapter_or_404(number),
        "contents": queries.contents(),
        "read": queries.read_entries(signed_in(request)),
    }
    return render(request, "courses/chapter.html", context)


@login_required
@require_GET
def entry(request: HttpRequest, number: int) -> HttpResponse:
    person = signed_in(request)
    page = entry_or_404(person, number)
    if not page.is_opened:
        readings.open_entry(person=person, entry=page, now=timezone.now())
    context = {
        "entry": page,
        "around": queries.entry_view(page, person),
        "may_edit": has_role(person, Role.TRAINER, Role.ADMINISTRATOR),
    }
    return render(request, "courses/entry.html", context)


@login_required
@require_POST
def mark_read(request: HttpRequest, number: int) -> HttpResponse:
    person = signed_in(request)
    page = entry_or_404(person, number)
    readings.confirm_read(person=person, entry=page, now=timezone.now())
    messages.success(request, _("Noted: you have read this entry."))
    return redirect("courses:entry", number=number)


@login_required
@require_POST
def bookmark(request: HttpRequest, number: int) -> HttpResponse:
    person = signed_in(request)
    page = entry_or_404(person, number)
    page.is_bookmarked = bookmark_service.toggle(
        person=person, entry=page, now=timezone.now()
    )
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "courses/_bookmark.html", {"entry": page})
    return redirect("courses:entry", number=number)


@login_required
@require_GET
def bookmarks(request: HttpRequest) -> HttpResponse:
    entries = queries.bookmarked(signed_in(request))
    return render(request, "courses/bookmarks.html", {"entries": entries})
