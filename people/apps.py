from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    default = True
    verbose_name = _("People")

    def ready(self) -> None:
        import_module("people.receivers")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's pages of people and groups with our fields and our audit."""

    user_viewset = "people.wagtail_users.PersonViewSet"
    group_viewset = "people.backoffice.groups.GroupViewSet"
