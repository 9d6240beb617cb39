"""What may be asked of the people report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from courses.queries.reports import Filters, reported_courses
from people.models import Department, Post

STATES = {
    "not_enrolled": _("Not enrolled"),
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "finished": _("Finished"),
    "overdue": _("Overdue"),
}


class CourseChoice(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError:  # more digits than SQLite's keys have
            raise forms.ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            ) from None


class DepartmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return "\u3000" * (obj.depth - 1) + str(obj)


class PeopleFilterForm(forms.Form):
    """Course, words, department, post and state; all optional."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=60)
    course = CourseChoice(
        label=_("Course"), queryset=CoursePage.objects.none(), required=False
    )
    department = DepartmentChoice(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("All departments"),
    )
    post = forms.ModelChoiceField(
        label=_("Post"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("All posts"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *STATES.items()],
        required=False,
    )
    left = forms.BooleanField(label=_("Include people who left"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked once: the field itself would ask again for each look at its choices.
        self.courses = list(reported_courses())
        course = self.fields["course"]
        course.queryset = reported_courses()  # type: ignore[attr-defined]
        course.choices = [(page.pk, page.display_title) for page in self.courses]  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.order_by("path")  # type: ignore[attr-defined]
        self.fields["post"].queryset = Post.objects.order_by("name")  # type: ignore[attr-defined]

    def chosen_course(self) -> CoursePage | None:
        """Return the course asked for, or the first one of the catalogue."""
        chosen: CoursePage | None = self.cleaned_data.get("course")
        return chosen or next(iter(self.courses), None)

    def filters(self) -> Filters:
        return Filters(
            text=self.cleaned_data.get("q") or "",
            department=self.cleaned_data.get("department"),
            post=self.cleaned_data.get("post"),
            state=self.cleaned_data.get("state") or "",
            only_active=not self.cleaned_data.get("left"),
        )
