"""The home page: what to do next, by role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses import queries
from people import access


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    person = access.signed_in(request)
    context = {
        "home": queries.home(person, timezone.now()),
        "roles": access.roles_of(person),
        "waiting": queries.waiting_for(person),
    }
    return render(request, "home.html", context)
