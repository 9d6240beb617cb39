"""How answers become marks.

fraction  how right one answer is, from 0 to 1, with 6 places
mark      a fraction times its item's max_mark, with 2 places
grade     an attempt's marks as a percentage of the marks available, with 2 places

Everything is rounded half up. In words and with examples: docs/rules/grading.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MILLIONTH = Decimal("0.000001")
HUNDREDTH = Decimal("0.01")
RIGHT, WRONG = Decimal(1), Decimal(0)


class Scoring(StrEnum):
    """How an answer to a multiple-choice question is marked."""

    ALL_OR_NOTHING = "all_or_nothing"
    PROPORTIONAL = "proportional"
    PENALISED = "penalised"


class Outcome(StrEnum):
    """What became of an item. Unanswered and waiting have no fraction."""

    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedItem:
    max_mark: Decimal
    outcome: Outcome
    fraction: Decimal | None = None  # None: unanswered, or waiting for a person


def choice_fraction(
    scoring: Scoring, *, right: Collection[str], chosen: Collection[str]
) -> Decimal:
    """Return how right a choice of several options is.

    all or nothing  1 if exactly the right options are chosen, else 0
    proportional    the share of the right options chosen; 0 if a wrong one is
    penalised       (right chosen - wrong chosen) / right options, never below 0
    """
    hits = len(set(chosen) & set(right))
    misses = len(set(chosen) - set(right))
    if scoring is Scoring.ALL_OR_NOTHING:
        return RIGHT if set(chosen) == set(right) else WRONG
    if scoring is Scoring.PROPORTIONAL:
        points = hits if not misses else 0
    else:
        points = max(0, hits - misses)
    return as_fraction(Decimal(points) / len(set(right)))


def as_fraction(value: Decimal) -> Decimal:
    return value.quantize(MILLIONTH, ROUND_HALF_UP)


def outcome(fraction: Decimal) -> Outcome:
    if fraction == RIGHT:
        return Outcome.RIGHT
    return Outcome.WRONG if fraction == WRONG else Outcome.PARTIAL


def mark(item: MarkedItem) -> Decimal | None:
    """Return the item's mark, or None while it waits to be marked."""
    if item.outcome is Outcome.WAITING:
        return None
    # Not answered is not wrong, but it brings no marks.
    fraction = item.fraction if item.fraction is not None else WRONG
    return (fraction * item.max_mark).quantize(HUNDREDTH, ROUND_HALF_UP)


def grade(items: Sequence[MarkedItem]) -> Decimal | None:
    """Return the grade, or None while any item waits to be marked.

    Rounded marks are added up, so that the grade follows from what is shown.
    """
    marks = [value for item in items if (value := mark(item)) is not None]
    if len(marks) < len(items):
        return None
    available = sum((item.max_mark for item in items), Decimal(0))
    total = sum(marks, Decimal(0))
    return (100 * total / available).quantize(HUNDREDTH, ROUND_HALF_UP)


def passed(grade: Decimal | None, *, pass_grade: Decimal) -> bool | None:
    """Say whether the grade is enough; None while there is no grade."""
    return None if grade is None else grade >= pass_grade
