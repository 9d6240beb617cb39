"""Which edition of a text somebody has confirmed, and whether that still counts."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An edition as far as confirmations go; `revision` grows with each."""

    number: int
    revision: int
    is_minor: bool


def binding(editions: Sequence[Published]) -> Published | None:
    """The newest edition that asks to be read again; the first one always does."""
    asking = [e for e in editions if not e.is_minor or e.number == 1]
    return max(asking, key=lambda e: e.number, default=None)


def still_counts(*, confirmed: int | None, editions: Sequence[Published]) -> bool:
    """Whether a confirmation of this revision covers what readers have today.

    Minor editions after it do not matter. None: nothing was confirmed.
    """
    wanted = binding(editions)
    return confirmed is not None and wanted is not None and confirmed >= wanted.revision


def confirmed_edition(
    *, confirmed: int | None, editions: Sequence[Published]
) -> Published | None:
    """The edition somebody confirmed; None if nothing, or from before editions."""
    return next((e for e in editions if e.revision == confirmed), None)
