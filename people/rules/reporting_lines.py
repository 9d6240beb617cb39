"""Who is above whom: finding circles."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from people.rules.periods import Period


def circles(managers: Mapping[str, str | None]) -> list[list[str]]:
    """Return every circle once, each from its smallest number upwards.

    `managers` maps a number to the number above it; every number walks up once.
    """
    # A number met on walk n: n. Met again on the same walk, a circle begins there.
    met: dict[str, int] = {}
    found: list[list[str]] = []
    for walk, start in enumerate(managers):
        number: str | None = start
        while number is not None and number not in met:
            met[number] = walk
            number = managers.get(number)
        if number is not None and met[number] == walk:
            found.append(_from_smallest(number, managers))
    return sorted(found)


def _from_smallest(number: str, managers: Mapping[str, str | None]) -> list[str]:
    circle = [number]
    above = managers[number]
    while above is not None and above != number:
        circle.append(above)
        above = managers[above]
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Under whom somebody stands for a while; ids of people."""

    person: int
    manager: int
    period: Period


# Who are these people's line managers, whenever? One question per level.
Above = Callable[[Iterable[int]], Iterable[Line]]


def closes_circle(line: Line, above: Above) -> date | None:
    """Return the first day on which the new line would close a circle, or None.

    Somebody may stand below a person today and above them next year: the walk
    upwards keeps only the days on which every step of it holds.
    """
    if line.manager == line.person:
        return line.period.start
    walks: dict[int, list[Period]] = {line.manager: [line.period]}
    met: set[tuple[int, Period]] = {(line.manager, line.period)}
    found: list[date] = []
    while walks:
        further: dict[int, list[Period]] = {}
        for step in above(list(walks)):
            for period in walks[step.person]:
                common = period.common(step.period)
                if common is None or (step.manager, common) in met:
                    continue
                met.add((step.manager, common))
                if step.manager == line.person:
                    found.append(common.start)
                else:
                    further.setdefault(step.manager, []).append(common)
        walks = further
    return min(found, default=None)
