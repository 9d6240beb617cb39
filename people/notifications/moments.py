"""Moments and days as parameters hold them: text, since they are kept as JSON."""

from datetime import date, datetime

from people.rules.notifications import SHANGHAI


def moment(text: str) -> datetime:
    """Return the moment in the company's time."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)
