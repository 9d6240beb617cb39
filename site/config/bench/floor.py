"""The floor: the least that a page for a signed-in person costs on this server."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from people.access import signed_in
from people.models import Department


@login_required
@require_GET
def floor(request: HttpRequest) -> HttpResponse:
    """Through the same middleware as every page, with one query of its own and no
    template."""
    person = signed_in(request)
    departments = Department.objects.count()
    return HttpResponse(f"{person.name} {departments}", content_type="text/plain")
