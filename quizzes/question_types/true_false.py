"""A statement that is true or false."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizzes.question_types.contract import (
    Answer,
    BadAnswer,
    Frozen,
    QuestionType,
    Spec,
    SpecError,
)
from quizzes.question_types.options import ExplainedOption, ShownOption
from quizzes.rules.grading import RIGHT, WRONG
from quizzes.rules.statistics import Option

WORDS = {True: _("True"), False: _("False")}
TYPED = {"true": True, "false": False}


class TrueFalse(QuestionType):
    """The answer is true or false, as JSON writes them."""

    key = "true_false"
    label = _("True or false")
    template = "quizzes/question_types/single_choice.html"
    review_template = "quizzes/question_types/options_review.html"
    editor_template = "quizzes/admin/fields_editor.html"

    def clean_spec(self, spec: Spec) -> Spec:
        if not isinstance(spec.get("answer"), bool):
            raise SpecError(_("Say whether the statement is true or false."))
        return {"answer": spec["answer"]}

    def freeze(
        self, spec: Spec, *, rng: random.Random, rules: Mapping[str, Any]
    ) -> Frozen:
        return {"right": spec["answer"]}

    def ask(self, frozen: Frozen, answer: Answer | None) -> list[ShownOption]:
        return [
            ShownOption(
                key=typed, letter="", text=str(WORDS[value]), is_picked=value is answer
            )
            for typed, value in TYPED.items()
        ]

    def read(self, frozen: Frozen, data: QueryDict) -> bool | None:
        typed = data.getlist("answer")
        if not typed or typed == [""]:
            return None
        if len(typed) > 1 or typed[0] not in TYPED:
            raise BadAnswer
        return TYPED[typed[0]]

    def fraction(self, frozen: Frozen, answer: Answer) -> Decimal:
        return RIGHT if answer is frozen["right"] else WRONG

    def explain(self, frozen: Frozen, answer: Answer | None) -> list[ExplainedOption]:
        return [
            ExplainedOption(
                letter="",
                text=str(WORDS[value]),
                is_right=value is frozen["right"],
                is_picked=value is answer,
            )
            for value in TYPED.values()
        ]

    def in_words(self, frozen: Frozen, answer: Answer) -> str:
        return str(WORDS[answer])

    def spec_in_words(self, spec: Spec) -> list[str]:
        return [str(WORDS[spec["answer"]])]

    def editor_fields(self) -> dict[str, forms.Field]:
        return {
            "truth": forms.TypedChoiceField(
                label=_("The statement is"),
                choices=[("true", _("True")), ("false", _("False"))],
                coerce=TYPED.get,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        }

    def editor_initial(self, spec: Spec) -> dict[str, Any]:
        answer = spec.get("answer")
        return {} if answer is None else {"truth": "true" if answer else "false"}

    def spec_from_editor(self, cleaned: Mapping[str, Any]) -> Spec:
        return {"answer": cleaned.get("truth")}

    def options(self, spec: Spec) -> list[Option]:
        return [
            Option(key=typed, text=str(WORDS[value]), is_right=value is spec["answer"])
            for typed, value in TYPED.items()
        ]

    def chosen(self, answer: Answer) -> list[str]:
        return ["true" if answer else "false"]
