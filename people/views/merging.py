"""Merging two accounts of one person: which, a look at both, a typed reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import access
from people.forms_organisation import MergeForm, OtherAccountForm
from people.models import Role, User
from people.services import merging

OFFICERS = (Role.HR, Role.ADMINISTRATOR)


@access.role_required(*OFFICERS)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, now = access.signed_in(request), timezone.now()
    kept = access.person_for_merging_or_404(viewer, pk)
    if request.method == "POST":
        form = MergeForm(request.POST)
        if form.is_valid() and _is_merged(request, form, kept):
            messages.success(request, _("The accounts are merged."))
            return redirect("organisation:person", kept.pk)
        former = form.cleaned_data.get("former")
        context = {"kept": kept, "form": form, "former": former}
        return render(request, "people/merge.html", context)
    chosen = OtherAccountForm(request.GET or None)
    former = chosen.cleaned_data["former"] if chosen.is_valid() else None
    why = former and merging.objection(former=former, kept=kept, actor=viewer, now=now)
    if former is None or why:
        if why:
            chosen.add_error("former", _sentence(str(why)))
        return render(request, "people/merge.html", {"kept": kept, "chosen": chosen})
    form = MergeForm(initial={"former": former.employee_number})
    context = {"kept": kept, "form": form, "former": former}
    return render(request, "people/merge.html", context)


def _is_merged(request: HttpRequest, form: MergeForm, kept: User) -> bool:
    viewer = access.signed_in(request)
    former: User = form.cleaned_data["former"]
    if not access.may_merge(viewer, former):
        form.add_error("former", _("You may not close this account."))
        return False
    try:
        merging.merge(
            former=former,
            kept=kept,
            reason=form.cleaned_data["reason"],
            actor=viewer,
            now=timezone.now(),
        )
    except merging.CannotBeMerged as problem:
        form.add_error("former", _sentence(problem.why))
        return False
    return True


def _sentence(why: str) -> str:
    """Say why; what an app above objects is in words already."""
    return {
        merging.SAME: _("These are the same account."),
        merging.ONESELF: _("Nobody closes the account they are signed in with."),
        merging.MERGED: _("One of the accounts was merged before."),
        merging.NOT_IN_USE: _(
            "The account to keep is not in use. Start from the page of the account "
            "that the person goes on with."
        ),
        merging.LEADS: _(
            "The account to close leads the other one. Change the line manager first."
        ),
    }.get(why, why)
