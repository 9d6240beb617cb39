from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.certification import (
    SHANGHAI,
    Lack,
    Missing,
    day_of,
    missing,
    status,
    valid_until,
)
from courses.rules.progress import Event, State, Step, progress

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("issued_on", "months", "expected"),
    [
        ("2026-03-02", 24, "2028-03-02"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_a_day_the_month_does_not_have_becomes_its_last(issued_on, months, expected):
    until = valid_until(date.fromisoformat(issued_on), months)

    assert until == date.fromisoformat(expected)


def test_without_months_a_certificate_does_not_run_out():
    assert valid_until(date(2026, 3, 2), None) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_validity_ends_in_the_right_month_on_no_later_a_day(issued_on, months):
    until = valid_until(issued_on, months)

    passed = (until.year - issued_on.year) * 12 + until.month - issued_on.month
    assert passed == months
    assert until.day <= issued_on.day


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "2026-03-01"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "2026-03-02"),
    ],
)
def test_the_day_is_the_day_in_shanghai(moment, expected):
    assert day_of(moment).isoformat() == expected


@pytest.mark.parametrize(
    ("hour", "day", "is_revoked", "expected"),
    [
        (23, 2, False, "valid"),
        (0, 3, False, "expired"),
        (23, 2, True, "revoked"),
        (0, 3, True, "revoked"),
    ],
)
def test_the_last_day_still_counts_and_revoked_beats_expired(
    hour, day, is_revoked, expected
):
    now = datetime(2028, 3, day, hour, 59, tzinfo=SHANGHAI)

    assert status(until=date(2028, 3, 2), is_revoked=is_revoked, now=now) == expected


def test_a_certificate_without_an_end_stays_valid():
    assert status(until=None, is_revoked=False, now=MORNING) == "valid"


def test_every_required_step_that_is_not_done_is_missing():
    course = [Step(pk=pk, is_required=pk != 3) for pk in (1, 2, 3, 4)]
    passed = [Event(step=1, kind=State.PASSED, at=MORNING)]
    failed = [Event(step=2, kind=State.FAILED, at=MORNING)]

    found = missing(course, progress(course, passed + failed))

    assert found == [
        Missing(lack=Lack.STEP_NOT_DONE, step=2),
        Missing(lack=Lack.STEP_NOT_DONE, step=4),
    ]


def test_waived_steps_count_as_done():
    course = [Step(pk=1, is_required=True)]
    waived = [Event(step=1, kind=State.WAIVED, at=MORNING)]

    assert missing(course, progress(course, waived)) == []


def test_a_course_without_required_steps_earns_nothing():
    course = [Step(pk=1, is_required=False)]

    found = missing(course, progress(course, []))

    assert found == [Missing(lack=Lack.NO_REQUIRED_STEPS)]
