"""The audit log, for administrators and HR."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people import access, access_audit
from people.files import XLSX, as_download
from people.forms_audit import AuditFilterForm
from people.models import Role
from people.rules.cursors import NotAPlace
from people.services import audit_log as service

READERS = (Role.HR, Role.ADMINISTRATOR)


@access.role_required(*READERS)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    viewer = access.signed_in(request)
    form = _form(request)
    form.is_valid()
    try:
        page = service.open_page(
            entries=access_audit.visible_entries(viewer),
            asked=form.filters(),
            viewer=viewer,
            older_than=request.GET.get("older", ""),
            newer_than=request.GET.get("newer", ""),
            now=timezone.now(),
        )
    except NotAPlace:
        return redirect("audit:entries")
    context = {
        "form": form,
        "page": page,
        "most_rows": service.MOST_ROWS,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "sees_everything": access.has_role(viewer, Role.ADMINISTRATOR),
    }
    return render(request, "people/audit.html", context)


@access.role_required(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    viewer, now = access.signed_in(request), timezone.now()
    form = _form(request)
    if not form.is_valid():
        # The page says what is wrong; a file of everything is not what was asked for.
        return redirect(f"{reverse('audit:entries')}?{request.GET.urlencode()}")
    content = service.export(
        entries=access_audit.visible_entries(viewer),
        asked=form.filters(),
        viewer=viewer,
        now=now,
    )
    name = f"{_('Audit log')}-{timezone.localdate(now):%Y%m%d}.xlsx"
    return as_download(content, content_type=XLSX, name=name)


def _form(request: HttpRequest) -> AuditFilterForm:
    groups = access_audit.visible_groups(access.signed_in(request))
    return AuditFilterForm(request.GET, groups=groups)
