"""Facility and choices (docs/rules/grading.md)."""

from decimal import Decimal

import pytest

from quizzes.rules.statistics import Counts, Option, item_statistics

RIGHT = Option(key="a", text="右", is_right=True)
WRONG = Option(key="b", text="左", is_right=False)


def counts(asked, answered, right, fraction_sum):
    return Counts(
        asked=asked, answered=answered, right=right, fraction_sum=Decimal(fraction_sum)
    )


@pytest.mark.parametrize(
    ("counted", "facility"),
    [
        (counts(4, 4, 3, "3"), "0.750"),
        (counts(4, 3, 3, "3"), "0.750"),
        (counts(3, 3, 1, "1.333333"), "0.444"),
        (counts(2, 0, 0, "0"), "0.000"),
    ],
)
def test_facility_is_the_mean_fraction_of_all_who_were_asked(counted, facility):
    found = item_statistics(counted, options=[], chosen={})

    assert found.facility == Decimal(facility)


def test_nobody_asked_gives_no_facility():
    assert item_statistics(counts(0, 0, 0, 0), options=[], chosen={}).facility is None


@pytest.mark.parametrize(("asked", "few"), [(29, True), (30, False)])
def test_fewer_than_thirty_are_few(asked, few):
    found = item_statistics(counts(asked, asked, 1, 1), options=[], chosen={})

    assert found.few_answers is few


def test_choices_are_shares_of_those_who_answered():
    found = item_statistics(
        counts(5, 4, 3, 3), options=[RIGHT, WRONG], chosen={"a": 3, "b": 1}
    )

    shares = [(s.option.key, s.chosen, s.share) for s in found.options]
    assert shares == [("a", 3, Decimal("0.750")), ("b", 1, Decimal("0.250"))]
    assert found.unanswered == 1


def test_an_option_nobody_chose_is_shown_with_nought():
    found = item_statistics(counts(1, 1, 1, 1), options=[RIGHT, WRONG], chosen={"a": 1})

    assert found.options[1].chosen == 0
