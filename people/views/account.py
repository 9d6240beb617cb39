"""One's own account: the notice, where one is signed in, passwords by mail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth_views
from allauth.usersessions.views import ListUserSessionsView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import access, audit
from people.forms import NoticeForm
from people.models import Role
from people.queries import notices as queries
from people.rules.devices import describe
from people.services import notices as service

View = Callable[..., Any]


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """The newest notice: to be read once per version, and again whenever one likes."""
    person = access.signed_in(request)
    page = queries.notice_page(person)
    if page is None:
        return redirect("home")
    if request.method == "POST":
        service.acknowledge(person=person, notice=page.notice, now=timezone.now())
        return redirect(_next(request))
    context = {"page": page, "next": request.GET.get("next", "")}
    return render(request, "people/notice.html", context)


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if is_ours and url else reverse("home")


@access.role_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def publish_notice(request: HttpRequest) -> HttpResponse:
    """The next version of the notice: everybody will be asked to read it."""
    by = access.signed_in(request)
    newest = queries.notice_page(by)
    text = (
        {"text_zh": newest.notice.text_zh, "text_en": newest.notice.text_en}
        if newest
        else {}
    )
    form = NoticeForm(request.POST or None, initial=text)
    if form.is_valid():
        try:
            made = service.publish(**form.cleaned_data, by=by, now=timezone.now())
        except service.NothingNew:
            form.add_error(None, _("This is the text that is in force already."))
        else:
            said = _("Version %(version)s is published.") % {"version": made.version}
            messages.success(request, said)
            return redirect("account_notice")
    return render(request, "people/publish_notice.html", {"form": form, "page": newest})


class SessionsView(ListUserSessionsView):
    """Where one is signed in, and the way to end all of it but this."""

    template_name = "people/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["lines"] = [
            (describe(session.user_agent), session)
            for session in reversed(context["sessions"])
        ]
        return context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        person = access.signed_in(self.request)
        response: HttpResponse = super().form_valid(form)
        audit.record(
            action="sessions.ended", actor=person, now=timezone.now(), person=person
        )
        return response


sessions = SessionsView.as_view()


def where_there_is_mail(view: View) -> View:
    """Without a mail server nobody would get the mail: the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.HAS_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


reset_password = where_there_is_mail(allauth_views.password_reset)
reset_password_done = where_there_is_mail(allauth_views.password_reset_done)
reset_password_from_key = where_there_is_mail(allauth_views.password_reset_from_key)
reset_password_from_key_done = where_there_is_mail(
    allauth_views.password_reset_from_key_done
)
