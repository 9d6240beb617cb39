"""What may be asked of inbox and deliveries, and how one wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import MailState, NotificationSettings
from people.notifications import registry
from people.queries.mails import Filters
from people.rules.notifications import Wishes, is_hour_quiet

LARGEST_KEY = 2**63 - 1
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def _kinds() -> list[tuple[str, Any]]:
    labels = {code: kind.label for code, kind in registry.all_kinds().items()}
    return [("", pgettext_lazy("notifications", "All kinds")), *labels.items()]


class InboxFilterForm(forms.Form):
    """Kind, only what is new, and where the page begins; what makes no sense is
    not asked."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds, required=False)
    new = forms.BooleanField(label=_("Only new ones"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {
            "kind": self.cleaned_data.get("kind") or "",
            "only_new": bool(self.cleaned_data.get("new")),
            "before": self.cleaned_data.get("before"),
        }


class ReadForm(forms.Form):
    until = forms.IntegerField(min_value=0, max_value=LARGEST_KEY)


class NotificationSettingsForm(forms.Form):
    """When, and about what, one wants mail."""

    digest_hour = forms.TypedChoiceField(
        label=_("Daily digest at"), choices=HOURS, coerce=int
    )
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"), choices=HOURS, coerce=int
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"), choices=HOURS, coerce=int
    )
    wanted = forms.MultipleChoiceField(
        label=_("By mail as well"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, own: NotificationSettings) -> None:
        kinds = {
            code: kind.label
            for code, kind in registry.all_kinds().items()
            if kind.may_be_muted
        }
        initial = {
            "digest_hour": own.digest_hour,
            "quiet_from": own.quiet_from,
            "quiet_until": own.quiet_until,
            "wanted": [code for code in kinds if code not in own.muted_kinds],
        }
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = list(kinds.items())  # type: ignore[attr-defined]
        self.kinds = list(kinds)

    def clean(self) -> dict[str, Any]:
        """A digest in the quiet hours would come at another hour than the chosen."""
        data = super().clean() or {}
        hours = ("digest_hour", "quiet_from", "quiet_until")
        if all(name in data for name in hours):
            wishes = Wishes(**{name: data[name] for name in hours})
            if is_hour_quiet(wishes, wishes.digest_hour):
                self.add_error("digest_hour", _("This hour lies in your quiet hours."))
        return data

    def wishes(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        wanted = data.pop("wanted")
        return data | {"muted_kinds": [k for k in self.kinds if k not in wanted]}


class DeliveryFilterForm(forms.Form):
    """State, day and person; all optional."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *MailState.choices],
        required=False,
    )
    day = forms.DateField(
        label=_("Made on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)

    def filters(self) -> Filters:
        self.is_valid()
        return Filters(
            state=self.cleaned_data.get("state") or "",
            day=self.cleaned_data.get("day"),
            text=self.cleaned_data.get("q") or "",
        )

    def starts_before(self) -> int | None:
        self.is_valid()
        found: int | None = self.cleaned_data.get("before")
        return found
