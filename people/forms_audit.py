"""What may be asked of the audit log, and why somebody's data is handed out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from people.actions import ActionGroup
from people.models import User
from people.queries.audit_log import AuditFilters
from people.queries.audit_words import types

MOST_PEOPLE = 50
LARGEST_KEY = 2**63 - 1


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


class AuditFilterForm(forms.Form):
    """Period, action, who did it, who is concerned, and which thing; all optional."""

    since = _day(pgettext_lazy("period", "From"))
    until = _day(pgettext_lazy("period", "To"))
    action = forms.ChoiceField(label=pgettext_lazy("audit", "Action"), required=False)
    actor = forms.CharField(
        label=_("Done by (name or number)"), required=False, max_length=60
    )
    person = forms.CharField(
        label=_("Concerns (name or number)"), required=False, max_length=60
    )
    about_type = forms.ChoiceField(label=_("Kind of thing"), required=False)
    about_id = forms.IntegerField(
        label=_("Its number"), required=False, min_value=1, max_value=LARGEST_KEY
    )

    def __init__(
        self, *args: Any, groups: Sequence[ActionGroup], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("All actions")),
            *((group.subject, list(group.actions.items())) for group in groups),
        ]
        kinds = [("", _("Everything")), *types()]
        self.fields["about_type"].choices = kinds  # type: ignore[attr-defined]
        self.people: dict[str, list[int]] = {}

    def clean_actor(self) -> str:
        return self._find("actor")

    def clean_person(self) -> str:
        return self._find("person")

    def _find(self, name: str) -> str:
        text: str = self.cleaned_data[name].strip()
        if text:
            people = User.objects.matching(text).order_by("pk")
            found = list(people.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
            if len(found) > MOST_PEOPLE:
                raise forms.ValidationError(
                    ngettext(
                        "More than %(count)d person fits: type more of the name.",
                        "More than %(count)d people fit: type more of the name.",
                        MOST_PEOPLE,
                    )
                    % {"count": MOST_PEOPLE}
                )
            self.people[name] = found
        return text

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return data

    def filters(self) -> AuditFilters:
        """Return what is asked for; what is wrong is left out and said beside it."""
        data = self.cleaned_data
        words = {key: str(value) for key, value in data.items() if value}
        return AuditFilters(
            since=data.get("since"),
            until=data.get("until"),
            action=data.get("action") or "",
            actors=self.people.get("actor"),
            people=self.people.get("person"),
            about_type=data.get("about_type") or "",
            about_id=data.get("about_id"),
            words=words,
        )


class HandOutForm(forms.Form):
    """Why somebody else's data is exported."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Who asked for it and how, such as a letter of the person."),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "field__input"}),
    )
