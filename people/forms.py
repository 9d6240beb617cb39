"""What people type and upload. Forms parse and check; they save nothing."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.queries.company_facts import unknown_keys, unknown_keys_in_words

MAX_UPLOAD = 20 * 2**20


class UploadForm(forms.Form):
    """A table of people."""

    file = forms.FileField(
        label=_("Table of people"),
        help_text=_("Excel (.xlsx) or text (.csv), at most 20 MB and 50 000 rows."),
        # Empty files are refused with their own words by the check.
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"class": "field__input", "accept": ".xlsx,.csv,.txt"}
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is bigger than 20 MB."))
        return file


class ConfirmForm(forms.Form):
    """What else happens when the table is brought in."""

    issues_codes = forms.BooleanField(
        label=_("Make sign-in codes for the people who are new"),
        help_text=_("You get a sheet per department to print and cut."),
        required=False,
        initial=True,
    )


class NoticeForm(forms.Form):
    """The next version of the personal-information notice."""

    text_zh = forms.CharField(
        label=_("Text in Chinese"),
        help_text=_("Headings begin with ##, lists with -."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "field__input"}),
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "field__input"}),
    )

    def clean_text_zh(self) -> str:
        return self._known_facts_only("text_zh")

    def clean_text_en(self) -> str:
        return self._known_facts_only("text_en")

    def _known_facts_only(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if unknown := unknown_keys([text]):
            raise forms.ValidationError(unknown_keys_in_words(unknown))
        return text
