"""The back office: what Wagtail would do to people past our records."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from people.backoffice.organisation import PeopleGroup
from people.models import User


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
