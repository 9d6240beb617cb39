"""One or more right options among several; the quiz says how partly right counts."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
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
from quizzes.rules.grading import Scoring, choice_fraction
from quizzes.rules.statistics import Option

NOTES = {
    Scoring.ALL_OR_NOTHING: _(
        "Choose all that apply: full marks only for exactly the right options."
    ),
    Scoring.PROPORTIONAL: _(
        "Choose all that apply: marks for the share of right options chosen, "
        "none if a wrong one is chosen."
    ),
    Scoring.PENALISED: _(
        "Choose all that apply: each wrong option takes away as much as a right one "
        "brings, never below zero."
    ),
}


class MultipleChoice(QuestionType):
    """The answer is the list of the keys chosen, in the order of the alphabet."""

    key = "multiple_choice"
    label = _("Multiple choice")
    template = "quizzes/question_types/multiple_choice.html"
    review_template = "quizzes/question_types/options_review.html"
    editor_template = "quizzes/admin/options_editor.html"

    def clean_spec(self, spec: Spec) -> Spec:
        cleaned = options.clean_options(spec)
        if not any(option["correct"] for option in cleaned):
            raise SpecError(_("At least one option must be right."))
        return {"options": cleaned}

    def freeze(
        self, spec: Spec, *, rng: random.Random, rules: Mapping[str, Any]
    ) -> Frozen:
        frozen = options.freeze_options(spec, rng=rng, rules=rules)
        return {**frozen, "scoring": rules["multiple_choice_scoring"]}

    def ask(self, frozen: Frozen, answer: Answer | None) -> list[options.ShownOption]:
        return options.shown_options(frozen, answer or [])

    def read(self, frozen: Frozen, data: QueryDict) -> list[str] | None:
        picked = {key for key in data.getlist("answer") if key}
        if not picked <= {option["key"] for option in frozen["options"]}:
            raise BadAnswer
        return sorted(picked) or None

    def fraction(self, frozen: Frozen, answer: Answer) -> Decimal:
        scoring = Scoring(frozen["scoring"])
        return choice_fraction(scoring, right=frozen["right"], chosen=answer)

    def explain(
        self, frozen: Frozen, answer: Answer | None
    ) -> list[options.ExplainedOption]:
        return options.explained_options(frozen, answer or [])

    def in_words(self, frozen: Frozen, answer: Answer) -> str:
        return options.picked_in_words(frozen, answer)

    def spec_in_words(self, spec: Spec) -> list[str]:
        return options.spec_lines(spec)

    def editor_fields(self) -> dict[str, forms.Field]:
        return options.editor_fields()

    def editor_initial(self, spec: Spec) -> dict[str, Any]:
        return options.editor_initial(spec)

    def spec_from_editor(self, cleaned: Mapping[str, Any]) -> Spec:
        return options.spec_from_editor(cleaned)

    def note(self, frozen: Frozen) -> str | Promise:
        return NOTES[Scoring(frozen["scoring"])]

    def editor(self, form: forms.Form) -> list[options.EditorRow]:
        return options.editor_rows(form)

    def options(self, spec: Spec) -> list[Option]:
        return options.counted_options(spec)

    def chosen(self, answer: Answer) -> list[str]:
        return list(answer)
