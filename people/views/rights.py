"""Who may do what and why: for everybody; one person's roles for HR."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people import access
from people.models import Role
from people.queries import roles as queries
from people.services import rights as service

OFFICERS = (Role.HR, Role.ADMINISTRATOR)
FOUND = 20
LONGEST = 60


@login_required
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    viewer = access.signed_in(request)
    may_look_up = access.has_role(viewer, *OFFICERS)
    text = request.GET.get("q", "").strip()[:LONGEST] if may_look_up else ""
    context = {
        "roles": queries.role_lines(viewer),
        "table": queries.rights_table(queries.codes_of(viewer)),
        "may_look_up": may_look_up,
        "text": text,
        "people": queries.people_matching(text, at_most=FOUND),
    }
    return render(request, "people/rights.html", context)


@access.role_required(*OFFICERS)
@require_GET
def person_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's roles with their reasons, and who sees their results."""
    viewer = access.signed_in(request)
    person = access.person_or_404(viewer, pk)
    service.note_look(person=person, viewer=viewer, now=timezone.now())
    context = {
        "person": person,
        "roles": queries.role_lines(person),
        "readers": queries.readers_of(person),
    }
    return render(request, "people/person_rights.html", context)
