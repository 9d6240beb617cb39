"""Writing a question in the back office."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.models import QuestionBank, QuestionVersion
from quizzes.models.banks import Difficulty, Level
from quizzes.question_types.contract import QuestionType, SpecError
from quizzes.services import questions
from quizzes.services.questions import Content

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

    def __init__(self, *args: Any, kind: QuestionType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
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
