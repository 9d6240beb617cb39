"""Certificates: one's own, the paper, taking one back, and the public check."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses import documents, queries
from courses.access import certificate_or_404
from courses.forms import NumberForm, RevokeForm
from courses.models import Certificate
from courses.services import certificates as service
from people.access import role_required, signed_in
from people.models import Role
from people.queries.reads import reads_in_past_year
from people.queries.reasons import why_this_page

log = logging.getLogger(__name__)


@login_required
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    context = {
        "lines": queries.certificates_of(person, now),
        "reads": reads_in_past_year(person, now=now),
    }
    return render(request, "courses/certificates.html", context)


@login_required
@require_GET
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    certificate = certificate_or_404(signed_in(request), pk, now=now)
    try:
        content = documents.content_of(certificate, now=now)
    except documents.DamagedDocument:
        log.exception("stored certificate #%s is damaged", certificate.pk)
        return render(request, "courses/damaged_certificate.html", status=500)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{certificate.grouped_number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@role_required(Role.HR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    certificate = certificate_or_404(signed_in(request), pk, now=timezone.now())
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        _revoke(request, certificate, form.cleaned_data["reason"])
        return redirect("courses:revoke", pk=pk)
    context = {
        "line": queries.certificate_line(certificate, timezone.now()),
        "form": form,
        "why": why_this_page(signed_in(request), certificate.person),
    }
    return render(request, "courses/revoke.html", context)


@never_cache
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET or None)
    if form.is_valid():
        return redirect("courses:verify_number", number=form.cleaned_data["number"])
    return _unlisted(render(request, "verify/form.html", {"form": form}))


@never_cache
@require_GET
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    answer = queries.verify(number, timezone.now())
    if answer.line is not None:
        page = render(request, "verify/certificate.html", {"line": answer.line})
        return _unlisted(page)
    form = NumberForm(initial={"number": answer.number})
    context = {"answer": answer, "form": form}
    return _unlisted(render(request, "verify/unknown.html", context, status=404))


def _revoke(request: HttpRequest, certificate: Certificate, reason: str) -> None:
    try:
        service.revoke(
            certificate=certificate,
            by=signed_in(request),
            reason=reason,
            now=timezone.now(),
        )
    except service.AlreadyRevoked:
        messages.info(request, _("This certificate was revoked before."))
    else:
        messages.success(request, _("The certificate is revoked."))


def _unlisted(response: HttpResponse) -> HttpResponse:
    # A name and a grade are for whoever holds the paper, not for search engines.
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
