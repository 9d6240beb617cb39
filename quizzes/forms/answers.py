"""What is typed into pages of learners."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from quizzes.models import Item
from quizzes.question_types.contract import BadAnswer
from quizzes.question_types.registry import QUESTION_TYPES


class SaveForm(forms.Form):
    """What goes with every answer: which save it is, and what the page knew."""

    operation_id = forms.UUIDField()
    expected_sequence = forms.IntegerField(min_value=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAnswer:
    operation_id: UUID
    expected_sequence: int
    answer: Any | None  # None: cleared


def read_answer(item: Item, data: QueryDict) -> TypedAnswer:
    """Return what was sent for the item.

    :raises BadAnswer: when it is no answer to this question
    """
    form = SaveForm(data)
    if not form.is_valid():
        raise BadAnswer
    kind = QUESTION_TYPES[item.frozen["kind"]]
    return TypedAnswer(
        operation_id=form.cleaned_data["operation_id"],
        expected_sequence=form.cleaned_data["expected_sequence"],
        answer=kind.read(item.frozen["question"], data),
    )
