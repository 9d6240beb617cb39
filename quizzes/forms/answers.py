"""What is typed into pages of learners."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from quizzes.models import Item
from quizzes.question_types.contract import BadAnswer
from quizzes.question_types.registry import QUESTION_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAnswer:
    """An answer, which save it is, and what the page knew when it was given."""

    operation_id: UUID
    expected_sequence: int
    answer: Any | None  # None: cleared


def read_answer(item: Item, data: QueryDict) -> TypedAnswer:
    """Return what was sent for the item.

    :raises BadAnswer: when it is no answer to this question
    """
    try:
        operation_id = UUID(data.get("operation_id"))
        expected_sequence = int(data.get("expected_sequence", ""))
    except (TypeError, ValueError):
        raise BadAnswer from None
    if expected_sequence < 0:
        raise BadAnswer
    kind = QUESTION_TYPES[item.frozen["kind"]]
    return TypedAnswer(
        operation_id=operation_id,
        expected_sequence=expected_sequence,
        answer=kind.read(item.frozen["question"], data),
    )
