"""People in the back office: names, contacts and roles, every change audited.

People are brought in by HR and never deleted, so there is no adding and no deleting
here; posts move through people.services.memberships.
"""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views import users

from people import audit
from people.models import User

AUDITED = ("name", "email", "phone", "language", "is_active")


class PersonForm(forms.ModelForm):
    """What an administrator may change about a person."""

    class Meta:
        model = User
        fields = (*AUDITED, "groups")
        widgets: ClassVar = {"groups": forms.CheckboxSelectMultiple}
        labels: ClassVar = {"groups": _("Roles")}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self or self.instance.merged_into_id:
            # A merged account stays closed; nobody closes their own.
            del self.fields["is_active"]


def _state(person: User) -> dict[str, Any]:
    groups = sorted(person.groups.values_list("name", flat=True))
    return {name: getattr(person, name) for name in AUDITED} | {"roles": groups}


class PersonEditView(users.EditView):
    def save_instance(self) -> User:
        before = _state(User.objects.get(pk=self.object.pk))
        person: User = super().save_instance()
        after = _state(person)
        if before != after:
            audit.record(
                action="person.changed",
                actor=self.request.user,
                now=timezone.now(),
                person=person,
                about=person,
                before=before,
                after=after,
            )
        return person


class PersonIndexView(users.IndexView):
    page_title = _("People")
    search_fields = ("name", "employee_number", "email")

    @property
    def columns(self) -> list[Any]:
        title = self._get_title_column_class(users.UserColumn)
        return [
            title(
                "name",
                accessor="name",
                label=_("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("employee_number", label=_("Employee number"), width="15%"),
            Column("department", label=_("Department"), width="20%"),
            Column("post", label=_("Post"), width="15%"),
            BooleanColumn("is_active", label=_("Active"), width="10%"),
            DateColumn("last_login", label=_("Latest sign-in"), width="15%"),
        ]

    def get_base_queryset(self) -> Any:
        people = super().get_base_queryset().filter(merged_into=None)
        return people.select_related("department", "post")


class PersonViewSet(users.UserViewSet):
    menu_label = _("People")
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonForm
