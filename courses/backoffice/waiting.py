"""The back office's front page: what waits for me."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from courses import queries
from people.access import signed_in


class WaitingPanel(Component):
    """Counts of what the person may decide on, with the way there."""

    name = "waiting"
    template_name = "courses/admin_waiting.html"
    order = 100

    def __init__(self, waiting: queries.Waiting) -> None:
        self.waiting = waiting

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"waiting": self.waiting}


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    waiting = queries.waiting_for(signed_in(request))
    if waiting is not None:
        panels.append(WaitingPanel(waiting))
