"""Departments, posts and competencies in the back office, through the services.

Whoever may is said by the groups' permissions (people/migrations/0007): HR and
administrators.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from people.access import signed_in
from people.backoffice.organisation_forms import (
    CompetencyForm,
    DepartmentForm,
    PostForm,
)
from people.models import Competency, Department, Post
from people.services import departments, posts

Saved = Department | Post | Competency


class Actor:
    """Who does it, and when, for the services."""

    request: HttpRequest

    def _who(self) -> dict[str, Any]:
        return {"actor": signed_in(self.request), "now": timezone.now()}


class RefusedMixin(Actor):
    """What a service refuses is said at its field, with what was typed."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except departments.BelowItself:
            text = _("A department cannot stand under itself or what is below it.")
            form.add_error("parent", text)
        except departments.NotEmpty:
            text = _("People belong to it still, or there are open departments below.")
            form.add_error("is_closed", text)
        else:
            return response
        view: Any = self
        view.produced_error_message = view.get_error_message()
        answer: HttpResponse = view.form_invalid(form)
        return answer


class DeletedMixin(Actor):
    """Deleting goes through the service; what may not go leads back to its page."""

    refused = gettext_lazy("It is in use and cannot be deleted.")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (departments.NotEmpty, departments.HasHistory, posts.InUse):
            messages.error(self.request, str(self.refused))
            thing: Saved = self.object  # type: ignore[attr-defined]
            return redirect(self.edit_url_name, thing.pk)  # type: ignore[attr-defined]
        return response


class DepartmentCreateView(RefusedMixin, generic.CreateView):
    def save_instance(self) -> Department:
        return departments.create(**self.form.for_service(), **self._who())


class DepartmentEditView(RefusedMixin, generic.EditView):
    @property
    def can_delete(self) -> bool:
        allowed: bool = super().can_delete
        return allowed and not departments.has_history(self.object)

    def save_instance(self) -> Department:
        return departments.change(
            department=self.object, **self.form.for_service(), **self._who()
        )


class DepartmentDeleteView(DeletedMixin, generic.DeleteView):
    refused = gettext_lazy(
        "Somebody belongs to the department or did, or there are departments below it. "
        "Close it instead."
    )

    def delete_action(self) -> None:
        departments.delete(department=self.object, **self._who())


class InTree(TitleColumn):
    """A department's name, indented as it stands in the tree."""

    def get_value(self, instance: Department) -> str:
        return "\u3000" * (instance.depth - 1) + instance.display_name


class State(Column):
    """A word only where there is something to say: most departments are open."""

    def get_value(self, instance: Department) -> str:
        return _("Closed") if instance.is_closed else ""


class DepartmentIndexView(generic.IndexView):
    default_ordering = "path"
    page_title = gettext_lazy("Departments")

    @property
    def columns(self) -> list[Any]:
        title = self._get_title_column_class(InTree)
        return [
            title("name", label=_("Department"), get_url=self.get_edit_url),
            Column("key", label=_("Key"), width="20%"),
            State("is_closed", label=_("State"), width="10%"),
        ]


class OrganisationViewSet(ModelViewSet):
    """What the three have in common."""

    form: type[forms.ModelForm]
    copy_view_enabled = False
    inspect_view_enabled = False
    # Their history is the audit log, which sees imports and commands, too.
    history_view_enabled = False
    add_to_reference_index = False
    search_fields = ["key", "name", "name_en"]
    search_backend_name = None
    list_per_page = 100

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return self.form


class DepartmentViewSet(OrganisationViewSet):
    model = Department
    form = DepartmentForm
    icon = "folder-inverse"
    menu_label = gettext_lazy("Departments")
    index_view_class = DepartmentIndexView
    add_view_class = DepartmentCreateView
    edit_view_class = DepartmentEditView
    delete_view_class = DepartmentDeleteView


class SavePost(RefusedMixin):
    def save_instance(self) -> Post:
        form: PostForm = self.form  # type: ignore[attr-defined]
        return posts.save_post(post=form.instance, **form.for_service(), **self._who())


class PostCreateView(SavePost, generic.CreateView):
    pass


class PostEditView(SavePost, generic.EditView):
    @property
    def can_delete(self) -> bool:
        allowed: bool = super().can_delete
        return allowed and not posts.has_history(self.object)


class PostDeleteView(DeletedMixin, generic.DeleteView):
    refused = gettext_lazy("Somebody holds or held this post; it stays.")

    def delete_action(self) -> None:
        posts.delete_post(post=self.object, **self._who())


class PostViewSet(OrganisationViewSet):
    model = Post
    form = PostForm
    icon = "tag"
    menu_label = gettext_lazy("Posts")
    ordering = "name"
    list_display = ["display_name", "key", "level"]
    add_view_class = PostCreateView
    edit_view_class = PostEditView
    delete_view_class = PostDeleteView


class SaveCompetency(RefusedMixin):
    def save_instance(self) -> Competency:
        form: CompetencyForm = self.form  # type: ignore[attr-defined]
        return posts.save_competency(
            competency=form.instance, fields=form.cleaned_data, **self._who()
        )


class CompetencyCreateView(SaveCompetency, generic.CreateView):
    pass


class CompetencyEditView(SaveCompetency, generic.EditView):
    pass


class CompetencyDeleteView(DeletedMixin, generic.DeleteView):
    refused = gettext_lazy("A post asks for this competency; take it out there first.")

    def delete_action(self) -> None:
        posts.delete_competency(competency=self.object, **self._who())


class CompetencyViewSet(OrganisationViewSet):
    model = Competency
    form = CompetencyForm
    icon = "pick"
    menu_label = gettext_lazy("Competencies")
    ordering = ("kind", "key")
    list_display = ["display_name", "key", "kind"]
    add_view_class = CompetencyCreateView
    edit_view_class = CompetencyEditView
    delete_view_class = CompetencyDeleteView


class PeopleGroup(ModelViewSetGroup):
    items = (DepartmentViewSet, PostViewSet, CompetencyViewSet)
    menu_label = pgettext_lazy("back office menu", "People")
    menu_icon = "group"
    menu_order = 230
