"""What people type. Forms parse and check; they save nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
