"""One right option among several."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizzes.question_types import options
from quizzes.question_types.contract import (
    Answer,
    BadAnswer,
    Frozen,
    QuestionType,
    Spec,
    SpecError,
)
from quizzes.rules.grading import RIGHT, WRONG
from quizzes.rules.statistics import Option


class SingleChoice(QuestionType):
    """The answer is the key of one option."""

    key = "single_choice"
    label = _("Single choice")
    template = "quizzes/question_types/single_choice.html"
    review_template = "quizzes/question_types/options_review.html"
    editor_template = "quizzes/admin/options_editor.html"

    def clean_spec(self, spec: Spec) -> Spec:
        cleaned = options.clean_options(spec)
        if sum(option["correct"] for option in cleaned) != 1:
            raise SpecError(_("Exactly one option must be right."))
        return {"options": cleaned}

    def freeze(
        self, spec: Spec, *, rng: random.Random, rules: Mapping[str, Any]
    ) -> Frozen:
        return options.freeze_options(spec, rng=rng, rules=rules)

    def ask(self, frozen: Frozen, answer: Answer | None) -> list[options.ShownOption]:
        return options.shown_options(frozen, [answer] if answer else [])

    def read(self, frozen: Frozen, data: QueryDict) -> str | None:
        picked = data.getlist("answer")
        if not picked or picked == [""]:
            return None
        if len(picked) > 1 or picked[0] not in {o["key"] for o in frozen["options"]}:
            raise BadAnswer
        return picked[0]

    def fraction(self, frozen: Frozen, answer: Answer) -> Decimal:
        return RIGHT if answer in frozen["right"] else WRONG

    def explain(
        self, frozen: Frozen, answer: Answer | None
    ) -> list[options.ExplainedOption]:
        return options.explained_options(frozen, [answer] if answer else [])

    def in_words(self, frozen: Frozen, answer: Answer) -> str:
        return options.picked_in_words(frozen, [answer])

    def spec_in_words(self, spec: Spec) -> list[str]:
        return options.spec_lines(spec)

    def editor_fields(self) -> dict[str, forms.Field]:
        return options.editor_fields()

    def editor_initial(self, spec: Spec) -> dict[str, Any]:
        return options.editor_initial(spec)

    def spec_from_editor(self, cleaned: Mapping[str, Any]) -> Spec:
        return options.spec_from_editor(cleaned)

    def editor(self, form: forms.Form) -> list[options.EditorRow]:
        return options.editor_rows(form)

    def options(self, spec: Spec) -> list[Option]:
        return options.counted_options(spec)

    def chosen(self, answer: Answer) -> list[str]:
        return [answer]
