"""How many people one manager should lead, by the level of the manager's post.

The figures and where they come from: docs/rules/organisation.md
"""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How far up a post leads; a post that leads nobody has none."""

    DIRECTOR = "director"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Direct reports, both ends included."""

    least: int
    most: int


RECOMMENDED = {
    Level.DIRECTOR: Span(least=3, most=6),
    Level.MANAGER: Span(least=5, most=9),
    Level.SUPERVISOR: Span(least=7, most=15),
}
# Of a manager whose post says nothing: whatever is right at some level.
WIDEST = Span(least=3, most=15)


class Verdict(StrEnum):
    """What is to be said about a manager's span."""

    FITS = "fits"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


def recommended(level: str) -> Span:
    """Return the range for a level's code; "" or an unknown one: the widest."""
    return RECOMMENDED[Level(level)] if level in set(Level) else WIDEST


def verdict(reports: int, level: str) -> Verdict:
    """Judge the number of direct reports; nobody leads nobody, so 0 fits."""
    span = recommended(level)
    if reports > span.most:
        return Verdict.TOO_MANY
    return Verdict.TOO_FEW if 0 < reports < span.least else Verdict.FITS
