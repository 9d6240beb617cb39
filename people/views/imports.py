"""People from a table: upload, look at what would change, confirm, see the result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from people import access
from people.forms import ConfirmForm, UploadForm
from people.imports.template import template_file
from people.models import Role
from people.queries import imports as queries
from people.services import people_imports as service

IMPORTERS = (Role.HR, Role.ADMINISTRATOR)
SHOWN = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.role_required(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        record = service.upload(
            content=file.file,
            file_name=file.name,
            by=access.signed_in(request),
            now=timezone.now(),
        )
        return redirect("imports:import", record.pk)
    found = access.visible_imports(access.signed_in(request))
    pages = queries.recent_imports(found, at_most=SHOWN)
    return render(request, "people/imports.html", {"form": form, "pages": pages})


@access.role_required(*IMPORTERS)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(template_file(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


@access.role_required(*IMPORTERS)
@require_GET
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    page = queries.import_page(access.import_or_404(access.signed_in(request), pk))
    context = {"page": page, "form": ConfirmForm()}
    return render(request, "people/import.html", context)


@access.role_required(*IMPORTERS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    by = access.signed_in(request)
    record = access.import_or_404(by, pk)
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        service.confirm(
            record=record,
            issues_codes=form.cleaned_data.get("issues_codes", False),
            by=by,
            now=timezone.now(),
        )
    except service.NotReady:
        messages.warning(request, _("This table cannot be imported (any more)."))
    return redirect("imports:import", pk)


@access.role_required(*IMPORTERS)
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    by = access.signed_in(request)
    try:
        service.give_up(record=access.import_or_404(by, pk), by=by, now=timezone.now())
    except service.NotReady:
        messages.info(request, _("There is nothing to give up any more."))
        return redirect("imports:import", pk)
    messages.success(request, _("The table was deleted; nobody was changed."))
    return redirect("imports:imports")


@access.role_required(*IMPORTERS)
@require_GET
def corrected(request: HttpRequest, pk: int) -> HttpResponse:
    record = access.import_or_404(access.signed_in(request), pk)
    if not record.corrected:
        raise Http404
    try:
        with record.corrected.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="people-errors.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
