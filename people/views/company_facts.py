"""Company facts: the report, one fact with its values, and clearing marks."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
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
from people.documents_facts import facts_sheet
from people.forms_facts import DefinitionForm, FactFilterForm, ValueForm
from people.models import CompanyFact, User
from people.queries import fact_report as queries
from people.queries.company_facts import day_of
from people.services import company_facts as service

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    form, report = _report(request)
    viewer = access.signed_in(request)
    context = {
        "form": form,
        "report": report,
        "query": request.GET.urlencode(),
        "may_define": access.has_role(viewer, *access.DEFINES_FACTS),
        "may_edit": access.may_clear_marks(viewer),
        "sees_all": access.has_role(viewer, *access.SEES_FACTS),
    }
    return render(request, "people/facts.html", context)


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    _form, report = _report(request)
    response = HttpResponse(facts_sheet(report.lines), content_type=XLSX)
    name = f"{_('Company facts')}-{day_of(timezone.now()):%Y%m%d}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@access.role_required(*access.DEFINES_FACTS)
@require_http_methods(["GET", "POST"])
def new_fact(request: HttpRequest) -> HttpResponse:
    form = DefinitionForm(request.POST or None)
    if form.is_valid():
        made = service.define(
            key=form.cleaned_data["key"],
            definition=form.definition(),
            by=access.signed_in(request),
            now=timezone.now(),
        )
        return redirect("facts:fact", made.key)
    return render(request, "people/fact_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, key: str) -> HttpResponse:
    """A fact, where it is used and what it was; whoever fills it adds a value."""
    viewer = access.signed_in(request)
    found = access.fact_or_404(viewer, key)
    may_fill = access.may_fill_fact(viewer, found)
    if request.method == "POST" and not may_fill:
        raise Http404
    form = ValueForm(request.POST or None, fact=found)
    if form.is_valid() and _set_value(request, found, form, by=viewer):
        return redirect("facts:fact", key)
    return render(request, "people/fact.html", _page(viewer, found, form))


@access.role_required(*access.DEFINES_FACTS)
@require_http_methods(["GET", "POST"])
def edit_fact(request: HttpRequest, key: str) -> HttpResponse:
    by = access.signed_in(request)
    found = access.fact_or_404(by, key)
    form = DefinitionForm(request.POST or None, fact=found)
    if form.is_valid():
        try:
            service.redefine(
                fact=found, definition=form.definition(), by=by, now=timezone.now()
            )
        except service.HasValues:
            form.add_error(
                None, _("It has values already, so its kind and unit stay as they are.")
            )
        else:
            return redirect("facts:fact", key)
    return render(request, "people/fact_form.html", {"form": form, "fact": found})


@access.role_required(*access.EDITS_CONTENT)
@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """A marked text was looked at and is still right."""
    mark = access.mark_or_404(pk)
    try:
        service.clear_mark(mark=mark, by=access.signed_in(request), now=timezone.now())
    except service.AlreadyCleared:
        messages.info(request, _("Somebody has dealt with this already."))
    else:
        messages.success(request, _("Noted: the text is still right."))
    return redirect("facts:fact", mark.value.fact.key)


def _report(request: HttpRequest) -> tuple[FactFilterForm, queries.FactReport]:
    found = access.facts_or_404(access.signed_in(request))
    form = FactFilterForm(request.GET or None)
    typed = form.cleaned_data if form.is_valid() else {}
    asked = queries.Asked(
        text=typed.get("q", ""),
        state=typed.get("state", ""),
        kind=typed.get("kind", ""),
        post=typed.get("post"),
    )
    return form, queries.report(found, asked, today=day_of(timezone.now()))


def _page(viewer: User, found: CompanyFact, form: ValueForm) -> dict[str, Any]:
    return {
        "fact": found,
        "line": queries.fact_line(found, today=day_of(timezone.now())),
        "history": queries.history(found),
        "form": form,
        "may_fill": access.may_fill_fact(viewer, found),
        "may_define": access.has_role(viewer, *access.DEFINES_FACTS),
        "may_edit": access.may_clear_marks(viewer),
    }


def _set_value(
    request: HttpRequest, found: CompanyFact, form: ValueForm, *, by: User
) -> bool:
    """Save what was typed; False, with an error in the form, when nothing is new."""
    typed = form.cleaned_data
    try:
        value = service.set_value(
            fact=found,
            typed=typed["value"],
            typed_en=typed.get("value_en", ""),
            valid_from=typed["valid_from"],
            source=typed["source"],
            by=by,
            now=timezone.now(),
        )
    except service.NothingNew:
        form.add_error("value", _("This is what it says on that day already."))
        return False
    if value.valid_from > day_of(timezone.now()):
        messages.success(request, _("Saved. Texts show it from that day on."))
    else:
        messages.success(request, _("Saved. Texts show it from now on."))
    return True
