"""What a table says about people for whom something is planned, or who were merged."""

from datetime import date

import pytest

from people.rules.importing import Known, Outcome, Place, Planned, decide

TODAY = date(2026, 3, 2)
NOW = Place(department=1, post=1, manager="M1")
THEN = Place(department=2, post=2, manager="M2")
LATER = date(2026, 4, 1)
MOVING = Known(
    name="甄新",
    place=NOW,
    since=date(2025, 1, 6),
    planned=Planned(place=THEN, day=LATER),
)
LEAVING = Known(name="甄新", left_on=LATER)
RETURNING = Known(
    name="甄新",
    is_active=False,
    left_on=date(2026, 1, 1),
    planned=Planned(place=THEN, day=LATER),
)


def said(row, known):
    decision = decide({"name": "甄新"} | row, known, today=TODAY, is_complete=True)
    return decision, [remark.code for remark in decision.remarks]


@pytest.mark.parametrize(
    ("row", "known", "codes"),
    [
        ({"department": 1, "post": 1, "manager": "M1"}, MOVING, []),
        ({"department": 2, "post": 2, "manager": "M2"}, MOVING, []),
        ({"department": 3}, MOVING, ["transfer_is_planned"]),
        ({"left_on": TODAY}, MOVING, ["left_before_planned"]),
        ({"department": 3}, LEAVING, []),
        ({"left_on": date(2026, 2, 1)}, LEAVING, ["left_already"]),
        ({"left_on": date(2026, 1, 1)}, RETURNING, []),
        ({"department": 3}, Known(name="甄新", merged_into="K1"), ["account_merged"]),
    ],
)
def test_a_table_overturns_no_plan(row, known, codes):
    decision, found = said(row, known)

    assert found == codes
    assert decision.step is None
    assert decision.changes == {}


def test_other_fields_are_brought_in_meanwhile():
    decision, _ = said({"phone": "13800138000"}, MOVING)

    assert decision.outcome == Outcome.UPDATED
    assert decision.changes == {"phone": "13800138000"}


def test_probation_before_the_hiring_date_is_refused():
    employed = Known(name="甄新", hired_on=TODAY, place=NOW, since=TODAY)

    decision, codes = said({"probation_ends_on": date(2026, 3, 1)}, employed)

    assert (decision.outcome, codes) == (Outcome.SKIPPED, ["probation_before_hired"])


def test_probation_that_a_new_hiring_date_has_overtaken_is_taken_away():
    employed = Known(
        name="甄新",
        hired_on=date(2025, 1, 6),
        probation_ends_on=date(2025, 4, 5),
        place=NOW,
        since=date(2025, 1, 6),
    )

    decision, _ = said({"hired_on": date(2026, 1, 5)}, employed)

    assert decision.changes["probation_ends_on"] is None
