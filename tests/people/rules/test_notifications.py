"""When a notification goes out by mail."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.notifications import (
    LONGEST_PAUSE,
    SHANGHAI,
    Urgency,
    Wishes,
    after_quiet,
    is_quiet,
    mail_due,
    next_digest,
    next_digest_tomorrow,
    pause_after,
)

HOURS = st.integers(0, 23)
WISHES = st.builds(Wishes, digest_hour=HOURS, quiet_from=HOURS, quiet_until=HOURS)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("said", "urgency", "digest", "quiet", "expected"),
    [
        ("2026-03-02 07:59", "routine", 8, (21, 8), "2026-03-02 08:00"),
        ("2026-03-02 08:00", "routine", 8, (21, 8), "2026-03-03 08:00"),
        ("2026-03-02 12:00", "urgent", 8, (21, 8), "2026-03-02 12:00"),
        ("2026-03-02 23:30", "urgent", 8, (21, 8), "2026-03-03 08:00"),
        ("2026-03-03 00:30", "urgent", 8, (21, 8), "2026-03-03 08:00"),
        ("2026-03-02 23:30", "security", 8, (21, 8), "2026-03-02 23:30"),
        ("2026-03-02 12:00", "routine", 6, (21, 8), "2026-03-03 08:00"),
        ("2026-03-02 23:30", "routine", 23, (23, 1), "2026-03-03 01:00"),
        ("2026-03-02 23:30", "urgent", 8, (9, 9), "2026-03-02 23:30"),
        ("2026-03-02 13:00", "urgent", 8, (12, 14), "2026-03-02 14:00"),
        ("2026-02-28 12:00", "routine", 8, (21, 8), "2026-03-01 08:00"),
    ],
)
def test_mail_goes_out_by_urgency_hour_and_quiet_hours(
    said, urgency, digest, quiet, expected
):
    wishes = Wishes(digest_hour=digest, quiet_from=quiet[0], quiet_until=quiet[1])

    assert mail_due(Urgency(urgency), wishes, at(said)) == at(expected)


@given(wishes=WISHES, moment=MOMENTS)
def test_only_security_goes_out_in_quiet_hours(wishes, moment):
    assert not is_quiet(wishes, mail_due(Urgency.URGENT, wishes, moment))
    assert not is_quiet(wishes, mail_due(Urgency.ROUTINE, wishes, moment))
    assert mail_due(Urgency.SECURITY, wishes, moment) == moment


@given(wishes=WISHES, moment=MOMENTS)
def test_the_next_digest_comes_within_two_days_and_never_goes_back(wishes, moment):
    due = next_digest(wishes, moment)

    assert moment < due <= moment + timedelta(days=2)
    assert next_digest(wishes, moment - timedelta(hours=5)) <= due


@given(wishes=WISHES, moment=MOMENTS)
def test_there_is_one_digest_a_day(wishes, moment):
    first = next_digest(wishes, moment)
    second = next_digest(wishes, first)

    assert second - first == timedelta(days=1)


@given(wishes=WISHES, moment=MOMENTS)
def test_tomorrows_digest_is_on_a_later_day(wishes, moment):
    due = next_digest_tomorrow(wishes, moment)

    assert due.astimezone(SHANGHAI).date() > moment.astimezone(SHANGHAI).date()


@given(wishes=WISHES, moment=MOMENTS)
def test_quiet_hours_end_within_a_day(wishes, moment):
    end = after_quiet(wishes, moment)

    assert moment <= end < moment + timedelta(days=1)
    assert (end == moment) is not is_quiet(wishes, moment)


def test_pauses_grow_to_an_hour():
    minutes = [pause_after(n).total_seconds() / 60 for n in range(1, 7)]

    assert minutes == [5, 10, 20, 40, 60, 60]
    assert pause_after(30_000) == LONGEST_PAUSE
