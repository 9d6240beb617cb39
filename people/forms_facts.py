"""Company facts as people type them: a definition, a value, a filter."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.models import CompanyFact, Post, User
from people.models.company_facts import FactKind
from people.models.organisation import in_reader_language
from people.queries.company_facts import today
from people.queries.fact_report import STATES
from people.rules import company_facts as rules
from people.rules.employee_numbers import normalise
from people.services.company_facts import Definition, definition_of

INPUT = {"class": "field__input", "autocomplete": "off"}
# In addresses below /facts/ these words mean something else.
RESERVED = {"new", "export", "marks"}
SENTENCES: dict[rules.Wrong, Promise] = {
    rules.Wrong.EMPTY: _("Type a value."),
    rules.Wrong.TOO_LONG: _("At most 400 characters."),
    rules.Wrong.BRACKETS: _("Square brackets cannot stand in a value."),
    rules.Wrong.NOT_A_NUMBER: _("This is not a number."),
    rules.Wrong.NEGATIVE: _("The number must not be negative."),
    rules.Wrong.NOT_WHOLE: _("The number must be whole."),
    rules.Wrong.TOO_PRECISE: _("There are too many decimal places."),
    rules.Wrong.TOO_LARGE: _("The number is far too large."),
    rules.Wrong.NOT_A_PHONE: _("This is not a phone number."),
    rules.Wrong.NOT_A_DATE: _("This is not a day; write it like 2026-03-01."),
    rules.Wrong.NOT_A_LINK: _("This is not a web address; it begins with https://."),
}
HELP: dict[str, Promise] = {
    rules.Kind.TEXT: _("One line. It is put into sentences as it stands."),
    rules.Kind.NUMBER: _("A whole number, such as 3 or 1,000."),
    rules.Kind.MONEY: _("In yuan, such as 1,000 or 0.50."),
    rules.Kind.DURATION: _("A number; the unit is added to it."),
    rules.Kind.PERCENTAGE: _("A number of percent, such as 2.5."),
    rules.Kind.PHONE: _("As it is dialled, such as 95000 or 400-800-1234."),
    rules.Kind.DATE: _("A day, such as 2026-03-01."),
    rules.Kind.LINK: _("A web address that begins with https://."),
}


class ValueForm(forms.Form):
    """The next value of a fact."""

    value = forms.CharField(
        label=pgettext_lazy("company fact", "Value"),
        max_length=rules.LONGEST,
        widget=forms.TextInput(attrs=INPUT),
    )
    value_en = forms.CharField(
        label=_("Value in English"),
        required=False,
        max_length=rules.LONGEST,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_("Empty: English texts show the Chinese."),
    )
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        help_text=_("A day to come is fine: texts change on that day by themselves."),
    )
    source = forms.CharField(
        label=_("Where it is laid down, or why it changes"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, fact: CompanyFact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.fields["value"].help_text = str(HELP[fact.kind])
        if fact.unit:
            self.fields["value"].label = gettext("Value in %(unit)s") % {
                "unit": in_reader_language(fact.unit, fact.unit_en)
            }
        self.fields["valid_from"].initial = today
        if fact.kind != rules.Kind.TEXT:
            del self.fields["value_en"]

    def clean_value(self) -> str:
        return self._read("value")

    def clean_value_en(self) -> str:
        return self._read("value_en") if self.cleaned_data["value_en"] else ""

    def _read(self, name: str) -> str:
        kind = rules.Kind(self.fact.kind)
        try:
            return rules.read(kind, self.cleaned_data[name], self.fact.units)
        except rules.Unreadable as problem:
            raise forms.ValidationError(str(SENTENCES[problem.wrong])) from None


class DefinitionForm(forms.Form):
    """What a fact is, and who fills it."""

    key = forms.CharField(
        label=_("Key"),
        max_length=60,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_(
            "Small letters, digits and hyphens, such as claim-deadline. "
            "Texts name the fact by it, so it never changes."
        ),
    )
    name = forms.CharField(
        label=pgettext_lazy("company fact", "Name"),
        max_length=80,
        widget=forms.TextInput(attrs=INPUT),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("company fact", "Kind"),
        choices=FactKind,
        widget=forms.Select(attrs=INPUT),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_("For numbers and durations, such as 小时 or 公斤."),
    )
    unit_en = forms.CharField(
        label=_("Unit in English"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_("In the plural, such as hours."),
    )
    owner_post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Post that fills it"),
        required=False,
        empty_label=_("Nobody yet"),
        widget=forms.Select(attrs=INPUT),
    )
    owner = forms.CharField(
        label=_("Or one person: employee number"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs=INPUT),
    )
    description = forms.CharField(
        label=_("What it is and where to find it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 4}),
    )

    def __init__(
        self, *args: Any, fact: CompanyFact | None = None, **kwargs: Any
    ) -> None:
        if fact is not None:
            kwargs["initial"] = _initial(fact)
        super().__init__(*args, **kwargs)
        self.fields["owner_post"].queryset = Post.objects.order_by("name")  # type: ignore[attr-defined]
        if fact is not None:
            del self.fields["key"]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not rules.is_key(key) or key in RESERVED:
            raise forms.ValidationError(
                _("A key has small letters, digits and single hyphens only.")
            )
        if CompanyFact.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a fact with this key already."))
        return key

    def clean_owner(self) -> User | None:
        number = self.cleaned_data["owner"].strip()
        if not number:
            return None
        try:
            return User.objects.active().get(employee_number=normalise(number))
        except User.DoesNotExist:
            raise forms.ValidationError(
                _("Nobody active has this employee number.")
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("owner") and cleaned.get("owner_post"):
            self.add_error("owner", _("Either a post or one person, not both."))
        if cleaned.get("unit_en") and not cleaned.get("unit"):
            self.add_error("unit", _("Say the unit in Chinese as well."))
        return cleaned

    def definition(self) -> Definition:
        names = Definition.__dataclass_fields__
        return Definition(**{name: self.cleaned_data[name] for name in names})


class FactFilterForm(forms.Form):
    """State, post, kind and words; all optional."""

    state = forms.ChoiceField(
        choices=[("", ""), *STATES.items()], required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(
        label=_("Name or key"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=INPUT),
    )
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Who fills it"),
        required=False,
        empty_label=_("Everybody"),
        widget=forms.Select(attrs=INPUT),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("company fact", "Kind"),
        choices=[("", _("All kinds")), *FactKind.choices],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(company_facts__isnull=False).distinct()
        self.fields["post"].queryset = posts.order_by("name")  # type: ignore[attr-defined]


def _initial(fact: CompanyFact) -> dict[str, Any]:
    shown = dict(definition_of(fact).as_data())
    return shown | {"owner_post": fact.owner_post, "owner": shown["owner"] or ""}
