"""What a question's answers say about the question (docs/rules/grading.md).

facility  the mean fraction over everybody who was asked; unanswered counts as 0
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Below this, a facility says little: 0.5 from 30 answers means 0.32 to 0.68.
ENOUGH_ANSWERS = 30
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the database adds up about one version of a question."""

    asked: int
    answered: int
    right: int
    fraction_sum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a question and whether choosing it is right."""

    key: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShare:
    option: Option
    chosen: int
    share: Decimal | None  # None: nobody answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    counts: Counts
    facility: Decimal | None  # None: nobody was asked
    few_answers: bool
    options: tuple[OptionShare, ...]

    @property
    def unanswered(self) -> int:
        return self.counts.asked - self.counts.answered


def item_statistics(
    counts: Counts, *, options: Sequence[Option], chosen: Mapping[str, int]
) -> ItemStatistics:
    """Return facility and the share of each option among those who answered."""
    return ItemStatistics(
        counts=counts,
        facility=_ratio(counts.fraction_sum, counts.asked),
        few_answers=counts.asked < ENOUGH_ANSWERS,
        options=tuple(
            OptionShare(
                option=option,
                chosen=chosen.get(option.key, 0),
                share=_ratio(Decimal(chosen.get(option.key, 0)), counts.answered),
            )
            for option in options
        ),
    )


def _ratio(part: Decimal, whole: int) -> Decimal | None:
    return (part / whole).quantize(THOUSANDTH, ROUND_HALF_UP) if whole else None
