"""Everything the academy holds about a person: for themselves, and by HR on request."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from people import access
from people.files import ZIP, as_download
from people.forms_audit import HandOutForm
from people.models import Role, User
from people.queries import personal_data as queries
from people.queries import reads
from people.services import personal_data as service


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    person, now = access.signed_in(request), timezone.now()
    lines = queries.overview(person)
    context = {
        "held": [line for line in lines if line.count],
        "empty": [line for line in lines if not line.count],
        "reads": reads.reads_by_month(person, now=now),
    }
    return render(request, "people/my_data.html", context)


@login_required
@require_GET
def section(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.section_or_404(key)
    person = access.signed_in(request)
    page = queries.section_page(found, person, request.GET.get("page"))
    return render(request, "people/my_data_section.html", {"shown": page})


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    person = access.signed_in(request)
    try:
        content = service.export_own(person=person, now=timezone.now())
    except service.TooOften:
        messages.warning(
            request, _("You have exported your data several times: wait an hour.")
        )
        return redirect("my_data:overview")
    return _zip(content, person)


@access.role_required(Role.HR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def export_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's data, at their request."""
    by = access.signed_in(request)
    person = access.person_for_data_or_404(by, pk)
    form = HandOutForm(request.POST or None)
    if form.is_valid():
        content = service.export_for(
            person=person, by=by, now=timezone.now(), **form.cleaned_data
        )
        return _zip(content, person)
    return render(request, "people/export_data.html", {"person": person, "form": form})


def _zip(content: bytes, person: User) -> HttpResponse:
    name = f"{_('My data')}-{person.employee_number}-{timezone.localdate():%Y%m%d}.zip"
    return as_download(content, content_type=ZIP, name=name)
