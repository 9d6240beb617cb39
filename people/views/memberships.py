"""Changing somebody's posts: each change a form of its own that names the person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from people import access
from people.forms_organisation import (
    EndForm,
    LeaveForm,
    PlaceForm,
    ProbationForm,
    ReturnForm,
    SecondPostForm,
)
from people.models import Role, User
from people.queries import memberships as queries
from people.services import lines, memberships, second_posts
from people.services import probation as probation_service
from people.views.membership_errors import add_to

OFFICERS = (Role.HR, Role.ADMINISTRATOR)
Action = Callable[..., object]


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(access.signed_in(request), pk)
    form = PlaceForm(request.POST or None, initial=_place_of(person))
    return _step(
        request,
        person,
        form,
        memberships.move,
        title=gettext_lazy("Transfer"),
        done=gettext_lazy("The transfer is recorded."),
        template="people/membership_form.html",
    )


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def second_post(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(access.signed_in(request), pk)
    form = SecondPostForm(request.POST or None)
    return _step(
        request,
        person,
        form,
        second_posts.add,
        title=gettext_lazy("Second post"),
        done=gettext_lazy("The second post is recorded."),
        template="people/membership_form.html",
    )


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def end_second_post(request: HttpRequest, pk: int) -> HttpResponse:
    membership = access.membership_or_404(access.signed_in(request), pk)

    def end(person: User, active_until: date, **who: Any) -> None:
        second_posts.end(membership=membership, active_until=active_until, **who)

    return _step(
        request,
        membership.person,
        EndForm(request.POST or None),
        end,
        title=gettext_lazy("End the second post"),
        done=gettext_lazy("The end of the second post is recorded."),
        template="people/membership_form.html",
        membership=membership,
    )


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(access.signed_in(request), pk)
    reports = queries.reports_of(person)
    form = LeaveForm(
        request.POST or None,
        has_reports=bool(reports),
        initial={"successor": person.line_manager},
    )

    def end(**fields: Any) -> None:
        memberships.leave(keeps_reports=False, **fields)

    return _step(
        request,
        person,
        form,
        end,
        title=gettext_lazy("Leaving"),
        done=gettext_lazy("The leaving is recorded."),
        template="people/leave.html",
        reports=reports,
    )


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(access.signed_in(request), pk)
    form = ReturnForm(request.POST or None, initial=_place_of(person))
    return _step(
        request,
        person,
        form,
        memberships.come_back,
        title=gettext_lazy("Return"),
        done=gettext_lazy("The return is recorded."),
        template="people/membership_form.html",
    )


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def probation(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(access.signed_in(request), pk)
    form = ProbationForm(
        request.POST or None, initial={"ends_on": person.probation_ends_on}
    )
    return _step(
        request,
        person,
        form,
        probation_service.set_end,
        title=gettext_lazy("Probation"),
        done=gettext_lazy("The end of probation is recorded."),
        template="people/membership_form.html",
    )


@access.role_required(*OFFICERS)
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what is planned for a later day."""
    viewer = access.signed_in(request)
    membership = access.membership_or_404(viewer, pk)
    try:
        memberships.call_off(membership=membership, actor=viewer, now=timezone.now())
    except memberships.NothingPlanned:
        messages.info(request, _("This has taken effect already and stays."))
    else:
        messages.success(request, _("What was planned is called off."))
    return redirect("organisation:person", membership.person_id)


def _step(
    request: HttpRequest,
    person: User,
    form: forms.Form,
    action: Action,
    *,
    title: Promise | str,
    done: Promise | str,
    template: str,
    **shown: Any,
) -> HttpResponse:
    """Carry out the form, or show it with what was typed and what is wrong with it."""
    if form.is_valid() and _is_done(request, person, form, action):
        messages.success(request, str(done))
        return redirect("organisation:person", person.pk)
    context = {"person": person, "form": form, "title": title, **shown}
    return render(request, template, context)


def _is_done(
    request: HttpRequest, person: User, form: forms.Form, action: Action
) -> bool:
    try:
        action(
            person=person,
            actor=access.signed_in(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (
        memberships.NotEmployed,
        memberships.TooEarly,
        memberships.Overlap,
        memberships.HasReports,
        lines.LineRefused,
        probation_service.EndsBeforeHiring,
    ) as problem:
        add_to(form, problem)
        return False
    return True


def _place_of(person: User) -> dict[str, Any]:
    return {
        "department": person.department_id,
        "post": person.post_id,
        "line_manager": person.line_manager,
    }
