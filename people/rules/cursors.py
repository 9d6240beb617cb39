"""Places in a list that is ordered by time and key, written into an address."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST_KEY = 2**63 - 1


class NotAPlace(ValueError):
    """The text names no place in any list."""


def write(at: datetime, key: int) -> str:
    """Return the place as text: microseconds since 1970 and the key."""
    return f"{(at - EPOCH) // MICROSECOND}-{key}"


def read(text: str) -> tuple[datetime, int]:
    """Return the moment and the key.

    :raises NotAPlace: if somebody has changed the address
    """
    moment, _, key = text.partition("-")
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 18):
        raise NotAPlace
    if not (key.isascii() and key.isdecimal() and int(key) <= LARGEST_KEY):
        raise NotAPlace
    return EPOCH + int(moment) * MICROSECOND, int(key)
