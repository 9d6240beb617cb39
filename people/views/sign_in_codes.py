"""Sign-in codes on paper: who gets one, making them, showing them this once."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people import access
from people.models import Role
from people.queries import sign_in_codes as queries
from people.rules.sign_in_codes import VALID_DAYS
from people.services import sign_in_codes as service

OFFICERS = (Role.HR, Role.ADMINISTRATOR)
SHOWN = 20


@access.role_required(*OFFICERS)
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    people = access.people_for_codes(access.signed_in(request))
    context = {
        "sheets": queries.recent_sheets(at_most=SHOWN),
        "without": len(queries.without_password(people, now=timezone.now())),
    }
    return render(request, "people/code_sheets.html", context)


@access.role_required(*OFFICERS)
@require_POST
def for_everybody(request: HttpRequest) -> HttpResponse:
    """A sheet for all who cannot sign in yet."""
    by, now = access.signed_in(request), timezone.now()
    people = queries.without_password(access.people_for_codes(by), now=now)
    try:
        sheet = service.ask_for_sheet(people_ids=people, by=by, now=now)
    except service.NobodyNeedsACode:
        messages.info(request, _("Everybody has a password or a code that is good."))
        return redirect("codes:sheets")
    return redirect("codes:sheet", sheet.pk)


@login_required
@require_POST
def for_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for one person: the first day, or a password forgotten."""
    by = access.signed_in(request)
    person = access.person_for_code_or_404(by, pk)
    sheet = service.ask_for_sheet(people_ids=[person.pk], by=by, now=timezone.now())
    return redirect("codes:sheet", sheet.pk)


@login_required
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = access.signed_in(request)
    found = access.code_sheet_or_404(viewer, pk)
    page = queries.sheet_page(found, access.people_for_codes(viewer))
    return render(request, "people/code_sheet.html", {"page": page})


@login_required
@require_POST
@never_cache
def print_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the codes and show them: the only time anybody sees them."""
    by, now = access.signed_in(request), timezone.now()
    found = access.code_sheet_or_404(by, pk)
    people = queries.people_of(
        found, access.people_for_codes(by), department=_department(request)
    )
    if not people:
        messages.info(request, _("Nobody on this sheet needs a code any more."))
        return redirect("codes:sheet", pk)
    codes = service.make_codes(sheet=found, people=people, by=by, now=now)
    until = now + timedelta(days=VALID_DAYS)
    context = {"paper": queries.paper(people, codes, until=until), "sheet": found}
    return render(request, "people/code_paper.html", context)


def _department(request: HttpRequest) -> int | None:
    text = request.POST.get("department", "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text) if text else None
