from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.progress import Event, State, Step, fold, progress

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KINDS = [State.OPENED, State.FAILED, State.WAIVED, State.PASSED]


def event(step, kind, minutes=0):
    return Event(step=step, kind=State(kind), at=MORNING + timedelta(minutes=minutes))


def steps(*required):
    return [Step(pk=pk, is_required=needed) for pk, needed in enumerate(required, 1)]


events = st.builds(
    Event,
    step=st.integers(1, 5),
    kind=st.sampled_from(KINDS),
    at=st.datetimes(
        datetime(2026, 1, 1),
        datetime(2026, 12, 31),
        timezones=st.just(UTC),
    ),
)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], "not_started"),
        (["opened"], "opened"),
        (["opened", "failed"], "failed"),
        (["failed", "opened"], "failed"),
        (["failed", "passed"], "passed"),
        (["passed", "failed"], "passed"),
        (["waived"], "waived"),
        (["failed", "waived"], "waived"),
        (["waived", "passed"], "passed"),
    ],
)
def test_a_step_stands_at_the_highest_state_it_reached(kinds, expected):
    happened = [event(1, kind, minutes) for minutes, kind in enumerate(kinds)]

    assert progress(steps(True), happened).state_of(1) == expected


def test_a_step_is_done_when_it_was_first_done():
    happened = [event(1, "passed", 30), event(1, "passed", 10), event(1, "opened", 5)]

    assert fold(happened)[1].done_at == MORNING + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("done", "percent", "is_complete"),
    [([], 0, False), ([1], 33, False), ([1, 2], 66, False), ([1, 2, 3], 100, True)],
)
def test_progress_counts_required_steps_and_rounds_down(done, percent, is_complete):
    found = progress(
        steps(True, True, True, False), [event(pk, "passed") for pk in done]
    )

    assert (found.percent, found.is_complete) == (percent, is_complete)


def test_a_course_without_required_steps_is_never_complete():
    found = progress(steps(False), [event(1, "passed")])

    assert (found.percent, found.is_complete) == (0, False)


@pytest.mark.parametrize(
    ("done", "expected"), [([], 1), ([1], 3), ([3], 1), ([1, 3], 2), ([1, 2, 3], None)]
)
def test_the_next_step_is_the_first_required_one_then_an_optional_one(done, expected):
    found = progress(steps(True, False, True), [event(pk, "passed") for pk in done])

    assert found.next_step == expected


def test_events_of_a_step_that_left_the_course_do_not_count():
    found = progress(steps(True), [event(9, "passed")])

    assert found.done == 0
    assert 9 not in found.standings


@given(st.lists(events), st.randoms())
def test_the_order_and_the_number_of_events_do_not_matter(happened, random):
    shuffled = happened + random.choices(happened, k=3) if happened else []
    random.shuffle(shuffled)

    assert fold(shuffled) == fold(happened)


@given(st.lists(events), events)
def test_one_more_event_never_takes_progress_back(happened, more):
    course = steps(True, True, False, True, True)

    before, after = progress(course, happened), progress(course, [*happened, more])

    assert after.percent >= before.percent
    for pk in range(1, 6):
        assert after.state_of(pk).is_done >= before.state_of(pk).is_done


@given(st.lists(events), st.lists(st.booleans(), max_size=5))
def test_progress_stays_within_its_bounds(happened, required):
    found = progress(steps(*required), happened)

    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == found.is_complete
    assert 0 <= found.done <= found.required == sum(required)


def test_the_worked_example_of_the_docs():
    """docs/rules/progress.md, row by row."""
    course = steps(True, True, True, False)
    happened, rows = [], []
    for step, kind in [(1, "passed"), (2, "failed"), (3, "waived"), (2, "passed")]:
        happened.append(event(step, kind))
        found = progress(course, happened)
        rows.append((found.percent, found.next_step))
    happened.append(event(2, "failed"))
    found = progress(course, happened)

    assert rows == [(33, 2), (33, 2), (66, 2), (100, 4)]
    assert (found.percent, found.next_step) == (100, 4)
