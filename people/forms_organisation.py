"""What HR types about posts over time. Forms parse and check; they save nothing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Department, Post, User
from people.models.users import UserQuerySet
from people.rules.employee_numbers import normalise

REASON_LENGTH = 1000


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        super().__init__(**kwargs)


class PersonField(forms.CharField):
    """A person by employee number, or by a name that only one person has."""

    default_error_messages = {
        "nobody": _("Nobody has this number or name: %(text)s"),
        "several": _("Several people are called that. Write the number: %(numbers)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, User):
            return f"{value.employee_number} {value.name}"
        return value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return self._find(text) if text else None

    def _find(self, text: str) -> User:
        people: UserQuerySet = User.objects.unmerged()
        for number in (normalise(text), normalise(text.split()[0])):
            found = people.filter(employee_number=number).first()
            if found is not None:
                return found
        named = list(people.active().filter(name=text).order_by("employee_number")[:4])
        if len(named) == 1:
            return named[0]
        if named:
            numbers = ", ".join(person.employee_number for person in named)
            raise self._wrong("several", numbers=numbers)
        raise self._wrong("nobody", text=text)

    def _wrong(self, code: str, **values: str) -> forms.ValidationError:
        return forms.ValidationError(
            self.error_messages[code], code=code, params=values
        )


class DepartmentField(forms.ModelChoiceField):
    """A department that is open, indented as it stands in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        open_ones = Department.objects.filter(is_closed=False).order_by("path")
        super().__init__(queryset=open_ones, **kwargs)

    def label_from_instance(self, obj: Department) -> str:
        return "\u3000" * (obj.depth - 1) + obj.display_name


class PlaceForm(forms.Form):
    """Where somebody works from a day on, as what, and for whom."""

    department = DepartmentField(label=_("Department"))
    post = forms.ModelChoiceField(Post.objects.order_by("name"), label=_("Post"))
    line_manager = PersonField(
        label=_("Line manager"),
        help_text=_("Employee number or name. Empty: reports to nobody."),
        required=False,
    )
    active_from = DayField(
        label=pgettext_lazy("day", "From"),
        help_text=_("The first day, past or to come."),
    )


class ReturnForm(PlaceForm):
    """Coming back, perhaps on probation again."""

    probation_ends_on = DayField(label=_("Probation ends on"), required=False)


class SecondPostForm(PlaceForm):
    """A post beside the main one, for a while or until further notice."""

    active_until = DayField(
        label=pgettext_lazy("day", "Until"),
        help_text=_("The first day it no longer holds. Empty: until further notice."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        start, end = found.get("active_from"), found.get("active_until")
        if start and end and end <= start:
            self.add_error("active_until", _("It must end later than it begins."))
        return found


class EndForm(forms.Form):
    """When a second post ends."""

    active_until = DayField(
        label=pgettext_lazy("day", "Until"),
        help_text=_("The first day it no longer holds."),
    )


class LeaveForm(forms.Form):
    """Leaving the company, and who leads the reports from then on."""

    active_until = DayField(
        label=_("Left on"),
        help_text=_("The first day they no longer work here and cannot sign in."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    successor = PersonField(
        label=_("New line manager of the reports"),
        help_text=_("Employee number or name."),
    )

    def __init__(self, *args: Any, has_reports: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_reports:
            del self.fields["successor"]


class ProbationForm(forms.Form):
    """Until when somebody is on probation."""

    ends_on = DayField(
        label=_("Probation ends on"),
        help_text=_("The last day of probation. Empty: none."),
        required=False,
    )


class OtherAccountForm(forms.Form):
    """Which account is the former one of the same person."""

    former = PersonField(
        label=_("Account to close"),
        help_text=_("Employee number of the other account of the same person."),
    )


class MergeForm(OtherAccountForm):
    """Why two accounts are one person's."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("How you know that both belong to the same person."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DayForm(forms.Form):
    """The day a page is about."""

    on = DayField(label=_("As of"), required=False)

    def day(self, *, today: date) -> date:
        """Return the day asked for; today where it is none or nonsense."""
        chosen = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or today
