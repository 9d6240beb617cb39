"""Two texts side by side in one line of reading: what is gone, what is new.

Chinese has no spaces, so a token there is one character; elsewhere it is a word.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

TOKENS = re.compile(r"[A-Za-z0-9_'’.-]+|\s+|.", re.DOTALL)
# Fewer unchanged characters between two changes are shown as changed with them:
# otherwise a rewritten Chinese sentence falls into single characters.
ISLAND = 3
# Longer unchanged passages are folded; so much is left beside each change.
FOLD_FROM = 120
KEPT = 40
# Two blocks that have less in common are not one block, changed.
ALIKE = 0.35
# Beyond this many tokens a text is compared by lines: the time grows with the square.
MOST_TOKENS = 20_000


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"
    # Unchanged and left out.
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Passage:
    kind: Kind
    text: str

    @property
    def is_gone(self) -> bool:
        return self.kind == Kind.GONE

    @property
    def is_new(self) -> bool:
        return self.kind == Kind.NEW

    @property
    def is_folded(self) -> bool:
        return self.kind == Kind.FOLDED


def compare(before: str, after: str) -> list[Passage]:
    """Return the passages of both texts in reading order, gone before new."""
    if before == after:
        return [Passage(Kind.SAME, after)] if after else []
    old, new = _tokens(before), _tokens(after)
    passages: list[Passage] = []
    gone = fresh = ""
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        same = "".join(old[i1:i2])
        inside = 0 < place < len(opcodes) - 1
        is_island = inside and len(same.strip()) < ISLAND and "\n" not in same
        if tag != "equal" or (is_island and _is_text(same)):
            gone += same
            fresh += "".join(new[j1:j2])
            continue
        passages += _changed(gone, fresh)
        passages.append(Passage(Kind.SAME, same))
        gone = fresh = ""
    return passages + _changed(gone, fresh)


def fold(passages: Sequence[Passage]) -> list[Passage]:
    """Leave out the middle of long unchanged passages; without a change, nothing."""
    if all(passage.kind == Kind.SAME for passage in passages):
        return list(passages)
    return [
        part
        for place, passage in enumerate(passages)
        for part in _folded(
            passage, is_first=place == 0, is_last=place == len(passages) - 1
        )
    ]


def pair(
    before: Sequence[tuple[Hashable, str]], after: Sequence[tuple[Hashable, str]]
) -> Iterator[tuple[int | None, int | None]]:
    """Say which block became which, as (place before, place after).

    A block is (key, text): its own key, or any two alike. None: it has no counterpart.
    """
    common = {key for key, _ in before} & {key for key, _ in after}
    old = [key if key in common else text for key, text in before]
    new = [key if key in common else text for key, text in after]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            yield from _pair_changed(before, after, range(i1, i2), range(j1, j2))


def _pair_changed(
    before: Sequence[tuple[Hashable, str]],
    after: Sequence[tuple[Hashable, str]],
    olds: Iterable[int],
    news: Iterable[int],
) -> Iterator[tuple[int | None, int | None]]:
    waiting = list(olds)
    for j in news:
        match = next((i for i in waiting if _alike(before[i][1], after[j][1])), None)
        if match is None:
            yield None, j
            continue
        for i in waiting[: waiting.index(match)]:
            yield i, None
        waiting = waiting[waiting.index(match) + 1 :]
        yield match, j
    for i in waiting:
        yield i, None


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _tokens(text: str) -> list[str]:
    tokens = TOKENS.findall(text)
    return tokens if len(tokens) <= MOST_TOKENS else text.splitlines(keepends=True)


def _is_text(same: str) -> bool:
    """Marks stay where they are: a comma between two changes divides them."""
    return any(character.isalnum() or character.isspace() for character in same)


def _changed(gone: str, new: str) -> list[Passage]:
    return [
        Passage(kind, text)
        for kind, text in ((Kind.GONE, gone), (Kind.NEW, new))
        if text
    ]


def _folded(passage: Passage, *, is_first: bool, is_last: bool) -> list[Passage]:
    text = passage.text
    if passage.kind != Kind.SAME or len(text) <= FOLD_FROM:
        return [passage]
    head = "" if is_first else text[:KEPT]
    tail = "" if is_last else text[-KEPT:]
    middle = text[len(head) : len(text) - len(tail)]
    parts = [(Kind.SAME, head), (Kind.FOLDED, middle), (Kind.SAME, tail)]
    return [Passage(kind, part) for kind, part in parts if part]
