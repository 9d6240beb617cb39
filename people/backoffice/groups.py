"""Groups in the back office: what each may do there, every change audited.

The groups that are roles keep their names and stay: the code knows them by name.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.users.forms import GroupForm
from wagtail.users.views import groups

from people import audit
from people.access import signed_in
from people.models.roles import ROLES_BY_GROUP


class RoleForm(GroupForm):
    """Wagtail's, but a role keeps its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].disabled = is_role(self.instance)


def is_role(group: Group) -> bool:
    return group.name in ROLES_BY_GROUP


def rights_of(group: Group) -> dict[str, Any]:
    """Return everything a group may do in the back office, for the audit log."""
    given = group.permissions.values_list("content_type__app_label", "codename")
    pages = GroupPagePermission.objects.filter(group=group)
    files = GroupCollectionPermission.objects.filter(group=group)
    return {
        "name": group.name,
        "rights": sorted(f"{app}.{code}" for app, code in given),
        "pages": sorted(pages.values_list("page__url_path", "permission__codename")),
        "files": sorted(files.values_list("collection__path", "permission__codename")),
    }


class AuditedMixin:
    """Writes down what a saved form has changed."""

    request: HttpRequest
    object: Group

    @transaction.atomic
    def process_form(self) -> HttpResponse:
        before = self._saved_rights()
        response: HttpResponse = super().process_form()  # type: ignore[misc]
        after = self._saved_rights()
        if before != after:
            audit.record(
                action="group.changed" if before else "group.created",
                actor=signed_in(self.request),
                now=timezone.now(),
                about=self.object,
                before=before,
                after=after,
            )
        return response

    def _saved_rights(self) -> dict[str, Any] | None:
        saved = Group.objects.filter(pk=self.object.pk).first()
        return rights_of(saved) if saved else None


class GroupCreateView(AuditedMixin, groups.CreateView):
    pass


class GroupEditView(AuditedMixin, groups.EditView):
    @property
    def can_delete(self) -> bool:
        allowed: bool = super().can_delete
        return allowed and not is_role(self.object)


class GroupDeleteView(groups.DeleteView):
    def get_object(self, *args: Any, **kwargs: Any) -> Group:
        group: Group = super().get_object(*args, **kwargs)
        if is_role(group):
            raise PermissionDenied
        return group

    @transaction.atomic
    def delete_action(self) -> None:
        audit.record(
            action="group.deleted",
            actor=signed_in(self.request),
            now=timezone.now(),
            about=self.object,
            before=rights_of(self.object),
        )
        super().delete_action()


class GroupViewSet(groups.GroupViewSet):
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return RoleForm
