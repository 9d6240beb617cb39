"""Writing a question in the back office."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.rules.editorial import Step
from quizzes.models import QuestionBank, QuestionVersion
from quizzes.models.banks import Difficulty, Level
from quizzes.question_types.contract import QuestionType, SpecError
from quizzes.services import questions
from quizzes.services.questions import Change, Content

SEPARATORS = re.compile(r"[,，、;；\n]+")
WORDS = forms.TextInput(attrs={"autocomplete": "off"})


class QuestionForm(forms.Form):
    """A question's common fields and those of its type; gives the content typed."""

    bank = forms.ModelChoiceField(
        QuestionBank.objects.order_by("name", "pk"), label=_("Bank")
    )
    stem = forms.CharField(
        label=_("Question text"), widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown with the result: why the right answer is right."),
    )
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"), choices=Difficulty, coerce=int
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        widget=WORDS,
        help_text=_("Separated by commas; quizzes draw by tag and difficulty."),
    )
    references = forms.CharField(
        label=_("References"),
        required=False,
        widget=WORDS,
        help_text=_("Where to read it up, such as handbook/7; separated by commas."),
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("Only active questions are drawn."),
    )

    summary = forms.CharField(
        label=_("What has changed"),
        required=False,
        max_length=300,
        widget=WORDS,
        help_text=_("For reviewer and approver, and for the list of versions."),
    )
    effective_on = forms.DateField(
        label=_("Drawn from"),
        required=False,
        # The browser's own: Wagtail's starts itself by an inline script.
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: as soon as it is approved."),
    )
    is_minor = forms.BooleanField(
        label=_("Minor change"),
        required=False,
        help_text=_("Wording or typing errors; what is asked stays the same."),
    )

    def __init__(
        self,
        *args: Any,
        kind: QuestionType,
        current: Content | None = None,
        **kwargs: Any,
    ) -> None:
        """`current` is what is drawn or waits now; None for a new question."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.current = current
        self.fields.update(kind.editor_fields())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        typed = Content(
            kind=self.kind.key,
            stem=cleaned["stem"],
            spec=self.kind.spec_from_editor(cleaned),
            explanation=cleaned["explanation"],
            difficulty=cleaned["difficulty"],
            level=cleaned["level"],
            tags=SEPARATORS.split(cleaned["tags"]),
            references=SEPARATORS.split(cleaned["references"]),
        )
        try:
            cleaned["content"] = questions.clean(typed)
        except SpecError as error:
            self.add_error(None, str(error.message))
            return cleaned
        is_change = self.current is not None and (self.current != cleaned["content"])
        if is_change and not cleaned["summary"].strip():
            self.add_error("summary", _("Say what has changed."))
        cleaned["change"] = Change(
            summary=cleaned["summary"].strip(),
            effective_on=cleaned["effective_on"],
            is_minor=cleaned["is_minor"],
        )
        return cleaned

    @property
    def editor(self) -> Any:
        """What the type's editor template shows."""
        return self.kind.editor(self)


def initial_of(version: QuestionVersion, kind: QuestionType) -> dict[str, Any]:
    """Return what the form starts with when the question is edited."""
    return {
        "bank": version.question.bank_id,
        "stem": version.stem,
        "explanation": version.explanation,
        "difficulty": version.difficulty,
        "level": version.level,
        "tags": "，".join(version.tags),
        "references": ", ".join(version.references),
        "is_active": version.question.is_active,
        **kind.editor_initial(version.spec),
    }


class DecisionForm(forms.Form):
    """Letting a version pass, or sending it back."""

    seen = forms.ChoiceField(choices=[(step.value, step.value) for step in Step])
    verdict = forms.ChoiceField(choices=[("pass", "pass"), ("back", "back")])
    comment = forms.CharField(required=False, max_length=1000)


class DirectForm(forms.Form):
    """Why an administrator lets a version pass without review."""

    reason = forms.CharField(max_length=500)
