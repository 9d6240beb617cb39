"""Who is above whom: finding circles."""

from collections.abc import Mapping


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
