"""Which questions are drawn (docs/rules/drawing.md)."""

from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.rules.drawing import (
    Candidate,
    NothingToDraw,
    PoolTooShort,
    Rule,
    draw,
    shortages,
)

TAGS = ["a", "b", "c"]


def candidate(question, *tags, difficulty=1, bank=1, times_drawn=0):
    return Candidate(
        question=question,
        bank=bank,
        tags=frozenset(tags),
        difficulty=difficulty,
        times_drawn=times_drawn,
    )


def rule(count=1, tag="", difficulty=None, bank=1):
    return Rule(bank=bank, count=count, tag=tag, difficulty=difficulty)


pools = st.lists(
    st.builds(
        lambda tags, difficulty, times: (tags, difficulty, times),
        st.frozensets(st.sampled_from(TAGS)),
        st.integers(1, 3),
        st.integers(0, 4),
    ),
    max_size=14,
).map(
    lambda rows: [
        candidate(pk, *tags, difficulty=difficulty, times_drawn=times)
        for pk, (tags, difficulty, times) in enumerate(rows)
    ]
)
rule_lists = st.lists(
    st.builds(
        rule,
        st.integers(1, 3),
        st.sampled_from(["", *TAGS]),
        st.sampled_from([None, 1, 2, 3]),
    ),
    min_size=1,
    max_size=4,
)
seeds = st.integers(0, 2**63 - 1)


def fullest_paper(rules, pool):
    """How many places can be filled at best, by trying everything (slowly)."""
    slots = [r for r in rules for _ in range(r.count)]

    def fill(index, used):
        if index == len(slots):
            return 0
        best = fill(index + 1, used)
        for c in pool:
            if c.question not in used and slots[index].suits(c):
                best = max(best, 1 + fill(index + 1, used | {c.question}))
        return best

    return fill(0, frozenset())


@given(pools, rule_lists, seeds)
def test_a_paper_has_exactly_what_its_rules_ask_and_nothing_twice(pool, rules, seed):
    try:
        drawn = draw(rules, pool, seed=seed)
    except PoolTooShort:
        return

    by_pk = {c.question: c for c in pool}
    assert [len(questions) for questions in drawn] == [r.count for r in rules]
    assert max(Counter(chain(*drawn)).values()) == 1
    for wanted, questions in zip(rules, drawn, strict=True):
        assert all(wanted.suits(by_pk[question]) for question in questions)


@given(
    pools.map(lambda pool: pool[:6]),
    st.lists(
        st.builds(rule, st.integers(1, 2), st.sampled_from(["", *TAGS])),
        min_size=1,
        max_size=3,
    ),
    seeds,
)
def test_a_paper_is_found_whenever_there_is_one(pool, rules, seed):
    wanted = sum(r.count for r in rules)
    exists = fullest_paper(rules, pool) == wanted

    try:
        drawn = draw(rules, pool, seed=seed)
    except PoolTooShort:
        assert not exists
        assert shortages(rules, pool)
    else:
        assert exists
        assert sum(map(len, drawn)) == wanted
        assert shortages(rules, pool) == []


@given(pools, rule_lists, seeds, st.randoms())
def test_the_same_seed_gives_the_same_paper_however_the_pool_comes(
    pool, rules, seed, shuffler
):
    shuffled = list(pool)
    shuffler.shuffle(shuffled)

    try:
        first = draw(rules, pool, seed=seed)
    except PoolTooShort:
        with pytest.raises(PoolTooShort):
            draw(rules, shuffled, seed=seed)
    else:
        assert draw(rules, shuffled, seed=seed) == first


@given(pools, st.integers(1, 5), seeds)
def test_one_rule_gets_the_least_used_questions(pool, count, seed):
    if len(pool) < count:
        return

    [drawn] = draw([rule(count)], pool, seed=seed)

    times = {c.question: c.times_drawn for c in pool}
    left = [times[q] for q in times if q not in drawn]
    assert max(times[q] for q in drawn) <= min(left, default=99)


@given(pools, st.integers(1, 5), seeds, st.sets(st.integers(0, 13)))
def test_the_latest_attempts_questions_come_only_when_others_run_out(
    pool, count, seed, avoid
):
    if len(pool) < count:
        return

    [drawn] = draw([rule(count)], pool, seed=seed, avoid=avoid)

    fresh = sum(c.question not in avoid for c in pool)
    assert len(set(drawn) & avoid) == max(0, count - fresh)


def test_overlapping_rules_are_filled_where_taking_the_first_would_fail():
    pool = [candidate(1, "a", "b"), candidate(2, "a", times_drawn=9)]

    drawn = draw([rule(tag="a"), rule(tag="b")], pool, seed=1)

    assert drawn == [[2], [1]]


def test_a_chain_of_three_rules_is_rearranged():
    pool = [
        candidate(1, "a", "b"),
        candidate(2, "b", "c", times_drawn=1),
        candidate(3, "a", times_drawn=2),
    ]

    drawn = draw([rule(tag="b"), rule(tag="a"), rule(tag="c")], pool, seed=7)

    assert drawn == [[1], [3], [2]]


def test_ties_are_broken_by_the_seed():
    pool = [candidate(pk) for pk in range(20)]

    papers = {tuple(draw([rule(3)], pool, seed=seed)[0]) for seed in range(30)}

    assert len(papers) > 20


def test_a_short_pool_names_the_rule():
    pool = [candidate(1, "a"), candidate(2, "a"), candidate(3, "b", difficulty=2)]

    with pytest.raises(PoolTooShort) as short:
        draw([rule(2, tag="a"), rule(2, tag="b")], pool, seed=1)

    assert (short.value.index, short.value.rule.tag, short.value.found) == (1, "b", 1)


def test_questions_of_other_banks_do_not_count():
    with pytest.raises(PoolTooShort):
        draw([rule(bank=1)], [candidate(1, bank=2)], seed=1)


def test_without_rules_there_is_no_paper():
    with pytest.raises(NothingToDraw):
        draw([], [candidate(1)], seed=1)
