"""Fraction, mark, grade (docs/rules/grading.md)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.rules.grading import (
    MarkedItem,
    Outcome,
    Scoring,
    choice_fraction,
    grade,
    mark,
    outcome,
    passed,
)

ALL, SHARE, MINUS = Scoring.ALL_OR_NOTHING, Scoring.PROPORTIONAL, Scoring.PENALISED


def item(max_mark, fraction):
    value = Decimal(fraction)
    return MarkedItem(
        max_mark=Decimal(max_mark), outcome=outcome(value), fraction=value
    )


def unanswered(max_mark):
    return MarkedItem(max_mark=Decimal(max_mark), outcome=Outcome.UNANSWERED)


def waiting(max_mark):
    return MarkedItem(max_mark=Decimal(max_mark), outcome=Outcome.WAITING)


fractions = st.integers(0, 10**6).map(lambda n: Decimal(n) / 10**6)
marks = st.integers(1, 10_000).map(lambda n: Decimal(n) / 100)
answered = st.builds(item, marks, fractions)
graded = st.lists(
    st.one_of(answered, st.builds(unanswered, marks)), min_size=1, max_size=20
)
options = st.sets(st.sampled_from("abcdefgh"))


# The options are a b c d; a, b and c are right.
@pytest.mark.parametrize(
    ("chosen", "all_or_nothing", "proportional", "penalised"),
    [
        ("abc", "1", "1", "1"),
        ("ab", "0", "0.666667", "0.666667"),
        ("a", "0", "0.333333", "0.333333"),
        ("abd", "0", "0", "0.333333"),
        ("abcd", "0", "0", "0.666667"),
        ("ad", "0", "0", "0"),
        ("d", "0", "0", "0"),
    ],
)
def test_multiple_choice(chosen, all_or_nothing, proportional, penalised):
    expected = [Decimal(all_or_nothing), Decimal(proportional), Decimal(penalised)]

    assert [
        choice_fraction(scoring, right="abc", chosen=chosen)
        for scoring in (ALL, SHARE, MINUS)
    ] == expected


@given(st.sampled_from(Scoring), options.filter(bool), options)
def test_a_choice_is_between_wrong_and_right_and_right_only_when_exact(
    scoring, right, chosen
):
    fraction = choice_fraction(scoring, right=right, chosen=chosen)

    assert 0 <= fraction <= 1
    assert (fraction == 1) is (chosen == right)


@given(options.filter(bool), options)
def test_all_or_nothing_never_gives_more_than_the_milder_ways(right, chosen):
    values = [choice_fraction(s, right=right, chosen=chosen) for s in (ALL, SHARE)]

    assert values[0] <= values[1] <= choice_fraction(MINUS, right=right, chosen=chosen)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item("1", "1"), item("1", "0")], "50.00"),
        ([item("2", "1"), item("1", "0")], "66.67"),
        ([item("6", "1"), item("7", "0.5"), item("7", "0")], "47.50"),
        # 0.67 + 0.67 + 0.67 of 3: what is shown adds up.
        ([item("1", "0.666667")] * 3, "67.00"),
        ([item("1", "1"), unanswered("1")], "50.00"),
        ([unanswered("1")], "0.00"),
        # 0.5 of 0.01 is half a hundredth: up.
        ([item("0.01", "0.5"), item("0.99", "0")], "1.00"),
    ],
)
def test_the_grade_follows_from_the_marks(items, expected):
    assert grade(items) == Decimal(expected)


def test_while_an_item_waits_there_is_neither_grade_nor_pass():
    result = grade([item("1", "1"), waiting("1")])

    assert result is None
    assert passed(result, pass_grade=Decimal(0)) is None


def test_an_item_that_waits_has_no_mark_and_one_unanswered_has_none_to_give():
    assert mark(waiting("5")) is None
    assert mark(unanswered("5")) == 0


@pytest.mark.parametrize(
    ("value", "is_passed"), [("80.00", True), ("79.99", False), ("100", True)]
)
def test_the_pass_grade_itself_is_a_pass(value, is_passed):
    assert passed(Decimal(value), pass_grade=Decimal("80")) is is_passed


@given(graded)
def test_a_grade_is_a_percentage(items):
    assert 0 <= grade(items) <= 100


@given(st.lists(st.builds(item, marks, st.just("1")), min_size=1, max_size=20))
def test_all_right_is_one_hundred(items):
    assert grade(items) == 100


@given(graded, st.randoms())
def test_the_order_of_the_items_does_not_matter(items, shuffler):
    shuffled = list(items)
    shuffler.shuffle(shuffled)

    assert grade(shuffled) == grade(items)


@given(graded, marks, fractions)
def test_leaving_an_item_out_never_beats_answering_it(items, max_mark, fraction):
    blank = grade([*items, unanswered(max_mark)])

    assert blank == grade([*items, item(max_mark, "0")])
    assert blank <= grade([*items, item(max_mark, fraction)])


@given(graded, marks, fractions, fractions)
def test_a_better_answer_never_lowers_the_grade(items, max_mark, one, other):
    worse, better = sorted([one, other])

    assert grade([*items, item(max_mark, worse)]) <= grade(
        [*items, item(max_mark, better)]
    )
