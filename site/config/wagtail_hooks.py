"""The back office without what nobody here needs, and with a way out."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

HIDDEN = {"help", "documents"}
# Wagtail's own report on its page types: raw model names.
HIDDEN_REPORTS = {"page-types-usage"}


@hooks.register("construct_main_menu")
def hide_menus(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]


# Last: Wagtail's own items come from the same hook.
@hooks.register("construct_homepage_summary_items", order=1000)
def hide_summary(request: HttpRequest, items: list[Any]) -> None:
    # Counts of raw pages, images and documents: nothing to act on.
    items.clear()


@hooks.register("register_admin_menu_item")
def way_out() -> MenuItem:
    # The fragment keeps the menu from marking it as the current page: every address
    # begins with "/".
    url = reverse("home") + "#content"
    return MenuItem(_("Back to the academy"), url, icon_name="home", order=10)
