"""The organisation as everybody sees it: chart, departments, posts, one's own place."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people import access
from people.forms_organisation import DayForm
from people.models import Role
from people.queries import memberships as member_queries
from people.queries import organisation as queries

OFFICERS = (Role.HR, Role.ADMINISTRATOR)
LOOKS_AFTER = (access.MANAGER, *OFFICERS)
PER_PAGE = 50


@login_required
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    viewer, today = access.signed_in(request), timezone.localdate()
    boxes = queries.chart()
    may_edit = access.has_role(viewer, *OFFICERS)
    context = {
        "boxes": boxes,
        "flat": queries.flat(boxes),
        "viewer": viewer,
        "may_edit": may_edit,
        "warnings": queries.warnings() if may_edit else None,
        "probation": (
            queries.on_probation(access.visible_people(viewer), today=today).count()
            if access.has_role(viewer, *LOOKS_AFTER)
            else 0
        ),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_GET
def department(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.department_or_404(pk)
    context = {
        "page": queries.department_page(found, today=timezone.localdate()),
        "may_edit": access.has_role(access.signed_in(request), *OFFICERS),
    }
    return render(request, "people/department.html", context)


@login_required
@require_GET
def post(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.post_or_404(pk)
    context = {
        "post": found,
        "requirements": member_queries.requirements_of(found.pk),
        "holders": queries.holders(found),
        "may_edit": access.has_role(access.signed_in(request), *OFFICERS),
    }
    return render(request, "people/post.html", context)


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's posts over time, and their place on any day."""
    viewer, today = access.signed_in(request), timezone.localdate()
    whom = access.person_or_404(viewer, pk)
    form = DayForm(request.GET or None)
    page = member_queries.person_page(whom, day=form.day(today=today), today=today)
    may_edit = access.has_role(viewer, *OFFICERS)
    context = {
        "page": page,
        "form": form,
        "is_own": whom == viewer,
        "may_edit": may_edit,
        "may_see_probation": may_edit or whom != viewer,
        "may_merge": access.may_merge(viewer, whom),
    }
    return render(request, "people/person.html", context)


@access.role_required(*LOOKS_AFTER)
@require_GET
def probation(request: HttpRequest) -> HttpResponse:
    """Whose probation ends soon, among those one looks after."""
    viewer, today = access.signed_in(request), timezone.localdate()
    found = queries.on_probation(access.visible_people(viewer), today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "days": queries.PROBATION_DAYS}
    return render(request, "people/probation.html", context)
