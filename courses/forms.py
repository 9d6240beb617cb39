"""What people type. Forms parse and check; they save nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

# What asks for readers: to be reviewed, or to be published.
ASKING = ("action-submit", "action-restart-workflow", "action-publish")
ABOUT_THE_CHANGE = {
    "change_summary": "",
    "change_summary_en": "",
    "effective_on": None,
    "is_minor_change": False,
}


class DraftForm(WagtailAdminPageForm):
    """A page that readers get in editions; says what is new in this one."""

    direct_reason = forms.CharField(
        label=_("Why without review"),
        required=False,
        max_length=500,
        help_text=_(
            "Only for “Publish”. Readers see that an administrator published it, and "
            "this reason."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs["instance"]
        if page is not None and page.pk and not page.has_unpublished_changes:
            # A new draft begins: what was said of the last edition is not its own.
            kwargs["initial"] = {**ABOUT_THE_CHANGE, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not any(self.data.get(action) for action in ASKING):
            return cleaned
        was_read = self.instance.first_published_at is not None
        if was_read and not (cleaned.get("change_summary") or "").strip():
            self.add_error(
                "change_summary", _("Say what has changed; readers had an edition.")
            )
        if self.data.get("action-publish") and not cleaned.get("direct_reason"):
            self.add_error(
                "direct_reason", _("Publishing past the review needs a reason.")
            )
        return cleaned


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the records for HR. The public page shows only the day."),
        min_length=4,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "field__input"}),
    )


class NumberForm(forms.Form):
    """The number of a certificate, as somebody reads it off the paper."""

    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("Capitals, blanks and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "field__input verify__number",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
