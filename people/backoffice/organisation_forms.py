"""The forms of departments, posts and competencies; services save what they read."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms_organisation import DepartmentField
from people.models import Competency, Department, Post
from people.models.competencies import LEVELS
from people.services.posts import COMPETENCY_FIELDS

# What the model itself holds of a post.
FIELDS = ("name", "name_en", "key", "level")
LEVEL_NAMES = {
    1: _("1 · knows of it"),
    2: _("2 · does it with help"),
    3: _("3 · does it alone"),
    4: _("4 · does it in hard cases"),
    5: _("5 · teaches it to others"),
}


class DepartmentForm(forms.ModelForm):
    """A department and where it stands."""

    parent = DepartmentField(
        label=_("Stands under"),
        help_text=_("Empty: at the top. Everything below moves along."),
        required=False,
    )

    class Meta:
        model = Department
        fields = ("name", "name_en", "key", "is_closed")
        help_texts: ClassVar = {
            "key": _("For imports and addresses; small Latin letters and dashes."),
            "is_closed": _("Not offered any more and not on the chart; history stays."),
        }

    field_order = ("name", "name_en", "key", "parent", "is_closed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_closed"]
            return
        parent: Any = self.fields["parent"]
        parent.initial = self.instance.get_parent()
        # Never under itself or what is below it: not offered, and refused if sent.
        inside = {"path__startswith": self.instance.path}
        parent.queryset = parent.queryset.exclude(**inside)

    def for_service(self) -> dict[str, Any]:
        fields = dict(self.cleaned_data)
        return {"parent": fields.pop("parent"), "fields": fields}


class PostForm(forms.ModelForm):
    """A post, and what it asks for: one line per competency."""

    class Meta:
        model = Post
        fields = FIELDS
        help_texts: ClassVar = {
            "key": _("For imports and addresses; small Latin letters and dashes."),
            "level": _("Decides how many direct reports are recommended."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[int, int] = {}
        if self.instance.pk:
            rows = self.instance.requirements.values_list("competency", "level")
            asked = dict(rows)
        # In both languages a level is a number and a word; "" asks for nothing.
        choices = [("", _("not asked for")), *((n, LEVEL_NAMES[n]) for n in LEVELS)]
        self.competencies = list(Competency.objects.order_by("kind", "key"))
        for competency in self.competencies:
            self.fields[self._name(competency)] = forms.TypedChoiceField(
                label=competency.display_name,
                help_text=competency.display_description,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=asked.get(competency.pk, ""),
            )

    @staticmethod
    def _name(competency: Competency) -> str:
        return f"competency_{competency.pk}"

    def for_service(self) -> dict[str, Any]:
        typed = {c: self.cleaned_data[self._name(c)] for c in self.competencies}
        return {
            "fields": {name: self.cleaned_data[name] for name in FIELDS},
            "levels": {c: level for c, level in typed.items() if level},
        }


class CompetencyForm(forms.ModelForm):
    """A competency in both languages."""

    class Meta:
        model = Competency
        fields = COMPETENCY_FIELDS
        widgets: ClassVar = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "description_en": forms.Textarea(attrs={"rows": 3}),
        }
