"""Finding a department or a post by what people call it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from people.rules.cells import key, plain

SEPARATORS = "/／\\>＞→"


class Unknown(LookupError):
    """Nothing is called that; `nearest` is the most similar name, if one is near."""

    def __init__(self, nearest: str) -> None:
        super().__init__(nearest)
        self.nearest = nearest


class Ambiguous(LookupError):
    """Several things are called that; `paths` tells them apart."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(paths)
        self.paths = paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One thing: its id, its key, and its names from the top of the tree down.

    `path` holds, per level, every name that level goes by.
    """

    id: int
    key: str
    path: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        return "/".join(names[0] for names in self.path)


@dataclass(slots=True)
class Register:
    """All things of one kind; every word is looked up once."""

    things: Sequence[Named]
    _by_key: dict[str, Named] = field(init=False)
    _by_name: dict[str, list[Named]] = field(init=False)
    _answers: dict[str, Named | LookupError] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key = {key(thing.key): thing for thing in self.things}
        self._by_name = {}
        for thing in self.things:
            for name in {key(name) for name in thing.path[-1] if name}:
                self._by_name.setdefault(name, []).append(thing)

    def find(self, text: str) -> Named:
        """Return the thing with this key, name or path.

        :raises Unknown: if there is none
        :raises Ambiguous: if there are several
        """
        if text not in self._answers:
            try:
                self._answers[text] = self._find(text)
            except LookupError as problem:
                self._answers[text] = problem
        answer = self._answers[text]
        if isinstance(answer, LookupError):
            raise answer
        return answer

    def _find(self, text: str) -> Named:
        if found := self._by_key.get(key(text)):
            return found
        candidates = self._by_name.get(key(text), [])
        if not candidates:
            steps = _steps(text)
            at_the_end = self._by_name.get(steps[-1], []) if len(steps) > 1 else []
            candidates = [thing for thing in at_the_end if _leads_to(steps, thing)]
        if not candidates:
            raise Unknown(self._nearest(text))
        if len(candidates) > 1:
            raise Ambiguous([thing.title for thing in candidates])
        return candidates[0]

    def _nearest(self, text: str) -> str:
        wanted = _steps(text)[-1] if _steps(text) else ""
        names = [*self._by_name, *self._by_key]
        near = get_close_matches(wanted, names, n=1, cutoff=0.5)
        if not near:
            return ""
        called = self._by_name.get(near[0])
        thing = called[0] if called else self._by_key[near[0]]
        return plain(thing.path[-1][0])


def _steps(text: str) -> list[str]:
    for separator in SEPARATORS:
        text = text.replace(separator, "/")
    return [key(step) for step in text.split("/") if key(step)]


def _leads_to(steps: Sequence[str], thing: Named) -> bool:
    """Whether the steps are the end of the thing's path: A/B/C, or only B/C."""
    if len(steps) > len(thing.path):
        return False
    ends: Iterable[tuple[str, ...]] = thing.path[-len(steps) :]
    return all(
        step in {key(name) for name in names}
        for step, names in zip(steps, ends, strict=True)
    )
