"""Numbers of certificates: not guessable, safe to read aloud, and checked.

Twelve characters of an alphabet of 19 without look-alikes (no 0/O, 1/I/L, B/8,
5/S, Z/2 and the like): eleven are random, the last makes the sum of
position x value divisible by 19. Since 19 is prime and there are fewer positions
than that, every changed character and every swapped pair is noticed.
"""

import unicodedata
from typing import Protocol

ALPHABET = "23456789AEFHKMRUWXY"
LENGTH = 12
_GROUP = 4
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_DASHES = "-‐‑‒–—―−﹣－ー_.·・"


class BadNumber(ValueError):
    """The text cannot be a certificate number; nothing was looked up."""


class WrongLength(BadNumber):
    """Too few or too many characters."""


class WrongCharacter(BadNumber):
    """A character that no number contains."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


class WrongCheck(BadNumber):
    """Every character is possible, but together they are mistyped."""


class RandomSource(Protocol):
    def randrange(self, stop: int, /) -> int: ...


def make(random: RandomSource) -> str:
    """Return a new number; pass a source that cannot be predicted."""
    body = "".join(ALPHABET[random.randrange(len(ALPHABET))] for _ in range(LENGTH - 1))
    return body + _check_character(body)


def parse(text: str) -> str:
    """Return the number that was typed, whatever the keyboard made of it.

    :raises BadNumber: WrongLength, WrongCharacter or WrongCheck
    """
    number = _normalise(text)
    for character in number:
        if character not in _VALUE:
            raise WrongCharacter(character)
    if len(number) != LENGTH:
        raise WrongLength(len(number))
    if _weighted_sum(number) % len(ALPHABET):
        raise WrongCheck(number)
    return number


def grouped(number: str) -> str:
    """Return the number as it is shown: XXXX-XXXX-XXXX."""
    return "-".join(number[i : i + _GROUP] for i in range(0, len(number), _GROUP))


def _normalise(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c not in _DASHES)


def _weighted_sum(number: str) -> int:
    return sum(place * _VALUE[c] for place, c in enumerate(number, start=1))


def _check_character(body: str) -> str:
    # pow(n, -1, p) is the number that undoes a multiplication by n modulo p.
    undo = pow(LENGTH, -1, len(ALPHABET))
    return ALPHABET[-_weighted_sum(body) * undo % len(ALPHABET)]
