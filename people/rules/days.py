"""Reading a day, as a date, as a number of Excel or as text."""

import re
from datetime import date, datetime, timedelta

from people.rules.cells import folded

EARLIEST, LATEST = date(1940, 1, 1), date(2099, 12, 31)
# Excel counts a 29 February 1900 that never was, hence the day before.
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# Year first: 03.04.2026 is March to some and April to others.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
MIDNIGHT = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.0+)?)?$")
SERIAL = re.compile(r"\d{5}")


class NotADay(ValueError):
    """The value cannot be read as one day that exists and makes sense."""


def read(value: object, *, since_1904: bool = False) -> date:
    """Return the day.

    :raises NotADay: if it is none, or one no employee can have
    """
    found = _read(value, since_1904=since_1904)
    if not EARLIEST <= found <= LATEST:
        raise NotADay
    return found


def _read(value: object, *, since_1904: bool) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise NotADay
    text = MIDNIGHT.sub("", folded(value))
    if SERIAL.fullmatch(text):
        return (EPOCH_1904 if since_1904 else EPOCH_1900) + timedelta(days=int(text))
    compact = text.replace(" ", "")
    for pattern in PATTERNS:
        if match := pattern.fullmatch(compact):
            year, month, day = map(int, match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                raise NotADay from None
    raise NotADay
