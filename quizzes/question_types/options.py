"""What all questions with written options share."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quizzes.question_types.contract import Frozen, Spec, SpecError
from quizzes.rules.statistics import Option

EDITOR_ROWS = 8
OPTION_KEYS = "abcdefghijklmnopqrstuvwxyz"
LETTERS = OPTION_KEYS.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option as the learner sees it while answering."""

    key: str
    letter: str
    text: str
    is_picked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedOption:
    """An option on the result page."""

    letter: str
    text: str
    is_right: bool
    is_picked: bool

    @property
    def is_wrong_pick(self) -> bool:
        return self.is_picked and not self.is_right


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRow:
    """One option as an editor types it."""

    number: int
    key: BoundField
    text: BoundField
    correct: BoundField


def clean_options(spec: Spec) -> list[dict[str, Any]]:
    """Return the options with keys, texts stripped, blank ones left out.

    An option keeps its key as long as the editor keeps it, so answers stay
    comparable between versions.

    :raises SpecError: for fewer than two, too many or equal options
    """
    rows = [
        (str(row.get("key") or ""), str(row.get("text") or "").strip(), row)
        for row in spec.get("options") or []
    ]
    rows = [row for row in rows if row[1] or row[2].get("correct")]
    if any(not text for _key, text, _row in rows):
        raise SpecError(_("An option that is marked as right has no text."))
    if not 2 <= len(rows) <= len(OPTION_KEYS):
        raise SpecError(_("At least two options are needed."))
    texts = [text for _key, text, _row in rows]
    if len(set(texts)) < len(texts):
        raise SpecError(_("Two options have the same text."))
    keys = _keys([key for key, _text, _row in rows])
    return [
        {"key": key, "text": text, "correct": bool(row.get("correct"))}
        for key, (_key, text, row) in zip(keys, rows, strict=True)
    ]


def _keys(given: Sequence[str]) -> list[str]:
    kept: list[str] = []
    free = (key for key in OPTION_KEYS if key not in given)
    for key in given:
        is_usable = len(key) == 1 and key in OPTION_KEYS and key not in kept
        kept.append(key if is_usable else next(free))
    return kept


def freeze_options(
    spec: Spec, *, rng: random.Random, rules: Mapping[str, Any]
) -> Frozen:
    """Return the options in the order this attempt shows them."""
    options = [dict(option) for option in spec["options"]]
    if rules["shuffle_options"]:
        rng.shuffle(options)
    return {
        "options": [{"key": o["key"], "text": o["text"]} for o in options],
        "right": [o["key"] for o in options if o["correct"]],
    }


def shown_options(frozen: Frozen, picked: Sequence[str]) -> list[ShownOption]:
    return [
        ShownOption(
            key=option["key"],
            letter=letter,
            text=option["text"],
            is_picked=option["key"] in picked,
        )
        for letter, option in zip(LETTERS, frozen["options"], strict=False)
    ]


def explained_options(frozen: Frozen, picked: Sequence[str]) -> list[ExplainedOption]:
    return [
        ExplainedOption(
            letter=option.letter,
            text=option.text,
            is_right=option.key in frozen["right"],
            is_picked=option.is_picked,
        )
        for option in shown_options(frozen, picked)
    ]


def picked_in_words(frozen: Frozen, picked: Sequence[str]) -> str:
    """Return "A. text; C. text" of the picked options."""
    return "; ".join(
        f"{option.letter}. {option.text}"
        for option in shown_options(frozen, picked)
        if option.is_picked
    )


def spec_lines(spec: Spec) -> list[str]:
    return [
        f"{'✓' if option['correct'] else '✗'} {option['text']}"
        for option in spec["options"]
    ]


def counted_options(spec: Spec) -> list[Option]:
    return [
        Option(key=o["key"], text=o["text"], is_right=o["correct"])
        for o in spec["options"]
    ]


def editor_fields() -> dict[str, forms.Field]:
    """Return eight rows of an option each; a hidden key ties it to its versions."""
    fields: dict[str, forms.Field] = {}
    for row in range(EDITOR_ROWS):
        fields[f"option_{row}_key"] = forms.CharField(
            required=False, max_length=1, widget=forms.HiddenInput
        )
        fields[f"option_{row}_text"] = forms.CharField(
            required=False, max_length=400, label=_("Option"), strip=True
        )
        fields[f"option_{row}_correct"] = forms.BooleanField(
            required=False, label=_("Right")
        )
    return fields


def editor_rows(form: forms.Form) -> list[EditorRow]:
    return [
        EditorRow(
            number=row + 1,
            key=form[f"option_{row}_key"],
            text=form[f"option_{row}_text"],
            correct=form[f"option_{row}_correct"],
        )
        for row in range(EDITOR_ROWS)
    ]


def editor_initial(spec: Spec) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for row, option in enumerate(spec.get("options", [])):
        for name in ("key", "text", "correct"):
            initial[f"option_{row}_{name}"] = option[name]
    return initial


def spec_from_editor(cleaned: Mapping[str, Any]) -> Spec:
    return {
        "options": [
            {
                name: cleaned.get(f"option_{row}_{name}")
                for name in ("key", "text", "correct")
            }
            for row in range(EDITOR_ROWS)
        ]
    }
