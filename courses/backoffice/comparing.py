"""A draft beside what readers have, in the back office."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses import queries
from courses.services.editions import is_editorial


def changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what the latest draft changes."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not is_editorial(page) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    return TemplateResponse(
        request,
        "courses/admin_changes.html",
        {
            "page": draft,
            "has_live": page.live,
            "comparison": queries.compare_pages(
                page if page.live else type(page)(), draft
            ),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {
                    "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "label": page.get_admin_display_title(),
                },
                {"url": "", "label": _("What has changed")},
            ],
            "header_icon": "history",
            "page_title": _("What has changed"),
        },
    )


@hooks.register("register_admin_urls")
def register_address() -> list[URLPattern]:
    return [path("editions/<int:page_id>/changes/", changes, name="editorial_changes")]


@hooks.register("register_page_header_buttons")
def link_from_the_editor(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and page.pk and is_editorial(page):
        yield Button(
            _("What this draft changes"),
            reverse("editorial_changes", args=[page.pk]),
            icon_name="history",
            priority=15,
        )
