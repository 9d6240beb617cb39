"""What one row means: a table of cases."""

from dataclasses import replace
from datetime import date

import pytest

from people.rules.importing import Known, Outcome, Place, Step, decide

TODAY = date(2026, 3, 2)
DESK = Place(department=1, post=2, manager="QH1")
HERE = Known(
    name="林小雨",
    email="lin@x.example",
    phone="138 0013 8000",
    hired_on=date(2025, 1, 6),
    place=DESK,
    since=date(2025, 1, 6),
)
LEFT = replace(HERE, is_active=False, place=None, since=None, left_on=date(2026, 1, 31))
NEW_ROW = {"name": "甄新", "department": 1, "post": 2}


def decided(row, known, **options):
    return decide(row, known, today=TODAY, is_complete=True, **options)


def codes(decision):
    return [remark.code for remark in decision.remarks]


@pytest.mark.parametrize(
    ("row", "known", "outcome", "step", "day"),
    [
        (NEW_ROW, None, "created", Step.JOIN, TODAY),
        (
            NEW_ROW | {"hired_on": date(2026, 4, 1)},
            None,
            "created",
            Step.JOIN,
            date(2026, 4, 1),
        ),
        ({"name": "林小雨"}, HERE, "unchanged", None, None),
        (
            {"phone": "13800138000", "email": "lin@x.example"},
            HERE,
            "unchanged",
            None,
            None,
        ),
        ({"name": "林晓雨"}, HERE, "updated", None, None),
        ({"post": 3}, HERE, "updated", Step.MOVE, TODAY),
        ({"manager": None}, HERE, "updated", Step.MOVE, TODAY),
        ({"post": 3}, replace(HERE, since=TODAY), "updated", Step.AMEND, TODAY),
        ({"left_on": TODAY}, HERE, "deactivated", Step.LEAVE, TODAY),
        (
            {"left_on": date(2026, 2, 1), "post": 3},
            HERE,
            "deactivated",
            Step.LEAVE,
            date(2026, 2, 1),
        ),
        ({"left_on": date(2026, 1, 31)}, LEFT, "unchanged", None, None),
        (
            NEW_ROW | {"hired_on": date(2026, 2, 16)},
            LEFT,
            "updated",
            Step.RETURN,
            date(2026, 2, 16),
        ),
        ({"name": "林小雨"}, replace(HERE, is_active=False), "unchanged", None, None),
    ],
)
def test_what_a_row_means(row, known, outcome, step, day):
    decision = decided(row, known)

    assert (decision.outcome, decision.step, decision.day) == (outcome, step, day)
    assert decision.remarks == ()


@pytest.mark.parametrize(
    ("row", "known", "outcome", "code"),
    [
        ({"left_on": date(2026, 2, 1)}, None, "skipped", "left_before_arriving"),
        ({"left_on": date(2026, 3, 3)}, HERE, "unchanged", "left_later"),
        ({"left_on": date(2026, 2, 1)}, LEFT, "unchanged", "left_already"),
        ({"name": "林晓雨"}, LEFT, "skipped", "left_and_not_hired_again"),
        (
            NEW_ROW | {"hired_on": date(2026, 1, 30)},
            LEFT,
            "skipped",
            "left_and_not_hired_again",
        ),
    ],
)
def test_what_is_only_warned_about(row, known, outcome, code):
    decision = decided(row, known)

    assert decision.outcome == outcome
    assert decision.step is None
    assert [(r.code, r.is_error) for r in decision.remarks] == [(code, False)]


@pytest.mark.parametrize(
    ("row", "known", "expected"),
    [
        ({"name": "甄新"}, None, ["department_needed", "post_needed"]),
        ({"post": 2, "hired_on": date(2026, 2, 16)}, LEFT, ["department_needed"]),
        ({"left_on": date(2025, 1, 6)}, HERE, ["left_before_hired"]),
        (
            {"left_on": date(2025, 6, 1)},
            replace(HERE, since=date(2026, 1, 1)),
            ["left_before_since"],
        ),
    ],
)
def test_what_is_refused(row, known, expected):
    decision = decided(row, known)

    assert codes(decision) == expected
    assert all(remark.is_error for remark in decision.remarks)


def test_a_cell_that_could_not_be_read_is_not_called_missing():
    decision = decide({"name": "甄新"}, None, today=TODAY, is_complete=False)

    assert decision.remarks == ()
    assert decision.outcome == Outcome.CREATED
