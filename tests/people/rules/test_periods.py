"""Periods of days: the end no longer counts; midnight is Shanghai's."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.periods import (
    Period,
    day_of,
    first_overlap,
    is_covered,
    standing,
)


def day(number):
    return date(2026, 3, number)


def days(start, end=None):
    return Period(start=day(start), end=day(end) if end else None)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), day(1)),
        (datetime(2026, 3, 1, 16, 0, 0, tzinfo=UTC), day(2)),
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), day(2)),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(moment, expected):
    assert day_of(moment) == expected


@pytest.mark.parametrize(
    ("period", "on", "covered"),
    [
        (days(2, 5), 1, False),
        (days(2, 5), 2, True),
        (days(2, 5), 4, True),
        (days(2, 5), 5, False),
        (days(2), 30, True),
    ],
)
def test_a_period_covers_its_first_day_and_not_its_end(period, on, covered):
    assert period.covers(day(on)) is covered


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (days(1, 5), days(5, 9), None),
        (days(1, 5), days(4, 9), days(4, 5)),
        (days(1), days(4, 9), days(4, 9)),
        (days(1), days(4), days(4)),
        (days(2, 3), days(1, 9), days(2, 3)),
    ],
)
def test_the_common_days_of_two_periods(one, other, common):
    assert one.common(other) == other.common(one) == common
    assert one.overlaps(other) is (common is not None)


@pytest.mark.parametrize(
    ("periods", "on", "shown", "is_employed"),
    [
        ([], 5, None, None),
        ([days(1)], 5, 0, True),
        ([days(1, 5), days(5)], 4, 0, True),
        ([days(1, 5), days(5)], 5, 1, True),
        # Left on the 5th: shown where they were last.
        ([days(1, 5)], 4, 0, True),
        ([days(1, 5)], 5, 0, False),
        # Away from the 5th to the 9th, back on the 9th.
        ([days(1, 5), days(9)], 8, 0, False),
        ([days(1, 5), days(9)], 9, 1, True),
        # Hired for the 9th: shown where they will begin, and let in before.
        ([days(9)], 5, 0, True),
    ],
)
def test_where_a_person_stands_on_a_day(periods, on, shown, is_employed):
    found = standing(periods, day(on))

    assert (found.shown, found.is_employed) == (shown, is_employed)


@pytest.mark.parametrize(
    ("period", "others", "covered"),
    [
        (days(2, 4), [days(1, 5)], True),
        (days(2, 9), [days(1, 5), days(5, 9)], True),
        (days(2, 9), [days(1, 5), days(6, 9)], False),
        (days(2), [days(1)], True),
        (days(2), [days(1, 9)], False),
        (days(2, 4), [], False),
    ],
)
def test_a_second_post_needs_a_primary_one_all_the_time(period, others, covered):
    assert is_covered(period, others) is covered


spans_of_days = st.builds(
    lambda start, length: Period(
        start=date.fromordinal(738000 + start),
        end=date.fromordinal(738000 + start + length) if length else None,
    ),
    st.integers(0, 60),
    st.integers(0, 30),
)


@given(spans_of_days, spans_of_days)
def test_two_periods_overlap_if_and_only_if_a_day_lies_in_both(one, other):
    # Ninety days reach past every end; an open one goes on beyond.
    window = (date.fromordinal(738000 + n) for n in range(92))
    shared = [d for d in window if one.covers(d) and other.covers(d)]

    assert one.overlaps(other) is bool(shared)
    assert (first_overlap(one, [other]) is other) is bool(shared)
    if common := one.common(other):
        assert common.start == shared[0]
