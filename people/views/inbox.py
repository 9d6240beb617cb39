"""Notifications: one's inbox, how one wants to be told, and what went out by mail."""

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from people import access
from people.forms_notifications import (
    DeliveryFilterForm,
    InboxFilterForm,
    NotificationSettingsForm,
    ReadForm,
)
from people.models import Role
from people.queries import mails as mail_queries
from people.queries import notifications as queries
from people.services import mails as mail_service
from people.services import notifications as service


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    person = access.signed_in(request)
    form = InboxFilterForm(request.GET)
    page = queries.inbox_page(person, **form.chosen())
    context = {
        "form": form,
        "page": page,
        "sees_deliveries": access.has_role(person, Role.ADMINISTRATOR),
    }
    return render(request, "people/inbox.html", context)


@login_required
@require_GET
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it leads; a link of a mail comes here too, so it is read then."""
    found = access.own_notification_or_404(access.signed_in(request), pk)
    service.read(notification=found, now=timezone.now())
    return redirect(found.url or "inbox:inbox")


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.own_notification_or_404(access.signed_in(request), pk)
    service.read(notification=found, now=timezone.now())
    return redirect("inbox:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Up to the newest one that was shown: what has come since stays new."""
    form = ReadForm(request.POST)
    if form.is_valid():
        service.read_all(
            person=access.signed_in(request), now=timezone.now(), **form.cleaned_data
        )
    return redirect("inbox:inbox")


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    person = access.signed_in(request)
    own = service.settings_of(person)
    form = NotificationSettingsForm(request.POST or None, own=own)
    if form.is_valid():
        service.choose(person=person, **form.wishes())
        messages.success(request, _("Saved."))
        return redirect("inbox:settings")
    context = {
        "form": form,
        "sends_mail": site.HAS_MAIL,
        "is_refused": bool(person.email) and person.email == own.refused_address,
    }
    return render(request, "people/notification_settings.html", context)


@access.role_required(Role.ADMINISTRATOR)
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    form = DeliveryFilterForm(request.GET)
    page = mail_queries.deliveries_page(form.filters(), before=form.starts_before())
    context = {"form": form, "page": page, "sends_mail": site.HAS_MAIL}
    return render(request, "people/deliveries.html", context)


@access.role_required(Role.ADMINISTRATOR)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.mail_or_404(pk)
    try:
        mail_service.send_again(
            mail=mail, by=access.signed_in(request), now=timezone.now()
        )
    except mail_service.NotUndelivered:
        messages.info(request, _("This mail was sent, or is about to be."))
    else:
        messages.success(
            request,
            _("The mail to %(name)s goes out within minutes.")
            % {"name": mail.person.name},
        )
    return redirect("inbox:deliveries")
