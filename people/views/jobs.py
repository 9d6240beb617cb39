"""Long work: how far it is, how it ended, and calling it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from people import access
from people.queries.jobs import job_line, job_lines
from people.services import jobs as service

PER_PAGE = 30


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    viewer = access.signed_in(request)
    found = access.visible_jobs(viewer).select_related("requested_by").order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "lines": job_lines(page.object_list)}
    return render(request, "people/jobs.html", context)


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    line = job_line(access.job_or_404(access.signed_in(request), pk))
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "people/job.html", {"line": line})
    # Asked every few seconds by the bar; what has ended, the whole page shows.
    if line.job.is_finished:
        return HttpResponseClientRefresh()
    return render(request, "people/_job_progress.html", {"job": line.job})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = access.signed_in(request)
    try:
        cancelled = service.cancel(
            job=access.job_or_404(viewer, pk), by=viewer, now=timezone.now()
        )
    except service.CannotBeCancelled:
        messages.info(request, _("This job had ended already."))
    else:
        if not cancelled.is_finished:
            messages.info(request, _("The job stops at the next safe place."))
    return redirect("jobs:job", pk)
