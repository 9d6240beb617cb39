"""The back office: what Wagtail would do to people past our records."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.backoffice.organisation import PeopleGroup
from people.models import User


@hooks.register("register_admin_menu_item")
def register_facts() -> MenuItem:
    """The report stands outside: HR and those who fill facts have no back office."""
    return MenuItem(
        _("Company facts"),
        reverse_lazy("facts:facts"),
        name="company-facts",
        icon_name="list-ul",
        order=220,
    )


@hooks.register("before_bulk_action")
def change_people_one_by_one(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Wagtail gives roles to many people at once, and no line would say who did."""
    if User in action.models:
        raise PermissionDenied


@hooks.register("register_admin_viewset")
def organisation() -> PeopleGroup:
    return PeopleGroup()
