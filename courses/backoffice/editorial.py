"""The back office's ways of publishing: each goes by the three people's rule."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.workflow import WorkflowAction
from wagtail.models import Page, TaskState

from courses.models import EditorialTask
from courses.models.editorial import Refused
from courses.services import editions
from people.access import signed_in
from people.queries.editorial import REFUSALS
from people.rules.editorial import Refusal


@hooks.register("before_publish_page")
def publish_directly(request: HttpRequest, page: Page) -> HttpResponse | None:
    """“Publish” is for administrators; the form has asked them why."""
    if not editions.is_editorial(page):
        return None
    try:
        editions.publish_directly(
            page=page,
            revision=page.get_latest_revision(),
            actor=signed_in(request),
            reason=request.POST.get("direct_reason", ""),
            now=timezone.now(),
        )
    except editions.MayNotPublish:
        raise PermissionDenied from None
    title = {"title": page.get_admin_display_title()}
    if page.go_live_at and page.go_live_at > timezone.now():
        text = _("“%(title)s” will be published on its day.")
    else:
        text = _("“%(title)s” is published; its editions say by whom and why.")
    messages.success(request, text % title)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_edit_page")
def decide(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Approve or send back from the editor: what was submitted, as it is stored."""
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return None
    if not editions.is_editorial(page):
        return None
    action = request.POST.get("workflow-action-name", "")
    extra = _extra(request.POST.get("workflow-action-extra-data") or "{}")
    task_state = page.current_workflow_task_state
    why = None
    if task_state is None or action not in {"approve", "reject"}:
        why = Refusal.DECIDED
    else:
        why = _try(task_state, request, action, comment=str(extra.get("comment", "")))
    if why is None:
        messages.success(request, _done(page, action))
        return redirect("wagtailadmin_home")
    messages.error(request, str(REFUSALS[why]))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _extra(text: str) -> dict[str, Any]:
    try:
        extra = json.loads(text)
    except ValueError:
        return {}
    return extra if isinstance(extra, dict) else {}


def _try(
    task_state: TaskState, request: HttpRequest, action: str, *, comment: str
) -> Refusal | None:
    """Decide; or say why not."""
    try:
        task_state.task.specific.on_action(
            task_state, signed_in(request), action, comment=comment
        )
    except Refused as refused:
        return refused.why
    return None


def _done(page: Page, action: str) -> str:
    title = {"title": page.get_admin_display_title()}
    if action == "reject":
        return _("“%(title)s” went back to its drafter.") % title
    state = Page.objects.get(pk=page.pk)
    if state.workflow_in_progress:
        return _("“%(title)s” is reviewed; it waits for its approval.") % title
    if state.scheduled_revision is not None:
        return _("“%(title)s” is approved; readers get it on its day.") % title
    return _("“%(title)s” is approved and published.") % title


class EditorialAction(WorkflowAction):
    """Wagtail's decision by its own address; says why when it turns somebody away."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        task = self.task_state.task.specific
        if request.method != "POST" or not isinstance(task, EditorialTask):
            return super().dispatch(request, *args, **kwargs)
        form = self.form_class(request.POST)
        if not form.is_valid() and self._is_modal(request):
            self.check_action()
            return self.render_modal_form(request, form)
        why = _try(
            self.task_state,
            request,
            self.action_name,
            comment=form.cleaned_data.get("comment", ""),
        )
        if why is None:
            messages.success(request, _done(self.object, self.action_name))
        else:
            messages.error(request, str(REFUSALS[why]))
        url = reverse("wagtailadmin_home")
        if self._is_modal(request):
            return self.render_modal_json(request, {"step": "success", "redirect": url})
        return redirect(url)

    @staticmethod
    def _is_modal(request: HttpRequest) -> bool:
        return request.headers.get("x-requested-with") == "XMLHttpRequest"


workflow_action = require_admin_access(EditorialAction.as_view())


@hooks.register("before_bulk_action")
def publish_one_by_one(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once has no place for a reason."""
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if action_type != "publish" or not any(map(editions.is_editorial, pages)):
        return None
    messages.error(
        request, _("Publish these one by one: each needs its review or a reason.")
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("before_copy_page")
def copy_as_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy is a new draft: it is never live at once, and never follows another."""
    if request.method != "POST" or not editions.is_editorial(page):
        return None
    if not (request.POST.get("publish_copies") or request.POST.get("alias")):
        return None
    messages.error(
        request, _("A copy begins as a draft and is reviewed like any other text.")
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("after_unpublish_page")
def note_unpublished(request: HttpRequest, page: Page) -> None:
    if editions.is_editorial(page):
        editions.note_unpublished(
            page=page, actor=signed_in(request), now=timezone.now()
        )
