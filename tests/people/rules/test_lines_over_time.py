"""A line may not close a circle on any day it holds."""

from datetime import date

import pytest

from people.rules.periods import Period
from people.rules.reporting_lines import Line, closes_circle


def line(person, manager, start, end=None):
    return Line(
        person=person,
        manager=manager,
        period=Period(
            start=date(2026, 3, start), end=date(2026, 3, end) if end else None
        ),
    )


@pytest.mark.parametrize(
    ("new", "known", "first_day"),
    [
        # 1 under 2 while 2 is under nobody.
        (line(1, 2, 5), [], None),
        (line(1, 1, 5), [], 5),
        # 2 is under 1 all the time.
        (line(1, 2, 5), [line(2, 1, 1)], 5),
        # 2 was under 1 until the 5th, when the new line begins.
        (line(1, 2, 5), [line(2, 1, 1, 5)], None),
        (line(1, 2, 4), [line(2, 1, 1, 5)], 4),
        # 2 will be under 1 from the 9th: refused although today is fine.
        (line(1, 2, 5), [line(2, 1, 9)], 9),
        (line(1, 2, 5, 9), [line(2, 1, 9)], None),
        # Over three: 2 under 3 from the 6th to the 9th, 3 under 1 until the 8th.
        (line(1, 2, 5), [line(2, 3, 6, 9), line(3, 1, 1, 8)], 6),
        # The two steps never hold on the same day.
        (line(1, 2, 5), [line(2, 3, 8), line(3, 1, 1, 8)], None),
        # A circle above that the person is not part of, from old data.
        (line(1, 2, 5), [line(2, 3, 1), line(3, 2, 1)], None),
    ],
)
def test_the_walk_upwards_keeps_the_days_on_which_every_step_holds(
    new, known, first_day
):
    def above(people):
        wanted = set(people)
        return [step for step in known if step.person in wanted]

    expected = date(2026, 3, first_day) if first_day else None
    assert closes_circle(new, above) == expected
