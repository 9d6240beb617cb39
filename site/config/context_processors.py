"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.navigation import menu_for
from people.models import User


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give the sidebar and the phone's bottom bar, drawn."""
    if request.path.startswith("/admin/") or not isinstance(request.user, User):
        return {"has_mail": settings.HAS_MAIL}
    menu = menu_for(request.user, request.path)
    return {"sidebar": menu.sidebar, "bottom_bar": menu.bottom_bar}
