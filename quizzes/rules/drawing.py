"""Which questions an attempt gets: a seed and a pool in, questions out.

Preferred are questions that the person's latest attempt did not ask, then those
drawn least often; the seed breaks ties. Rules may overlap (one question may suit
several), so questions are taken in the order of preference and earlier ones are
moved between rules when that makes room for a later one. That finds a full paper
whenever there is one, and no paper would be made of more preferred questions.
"""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that may be drawn."""

    question: int
    bank: int
    tags: frozenset[str]
    difficulty: int
    times_drawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Draw `count` questions of a bank; no tag or difficulty means any."""

    bank: int
    count: int
    tag: str = ""
    difficulty: int | None = None

    def suits(self, candidate: Candidate) -> bool:
        return (
            candidate.bank == self.bank
            and (not self.tag or self.tag in candidate.tags)
            and (self.difficulty is None or self.difficulty == candidate.difficulty)
        )


class PoolTooShort(Exception):
    """No paper can be drawn: this rule lacks questions. Nothing has been drawn."""

    def __init__(self, *, index: int, rule: Rule, found: int) -> None:
        super().__init__(f"rule {index + 1} wants {rule.count} questions, has {found}")
        self.index = index
        self.rule = rule
        self.found = found


class NothingToDraw(Exception):
    """There are no rules, so the paper would be empty."""


def draw(
    rules: Sequence[Rule],
    pool: Collection[Candidate],
    *,
    seed: int,
    avoid: Collection[int] = (),
) -> list[list[int]]:
    """Return the questions of each rule, in the order of the rules.

    :raises NothingToDraw: without rules
    :raises PoolTooShort: when the pool cannot fill them all at once
    """
    if not rules:
        raise NothingToDraw
    # The same seed and pool give the same paper, in whatever order the pool comes.
    generator = random.Random(seed)  # noqa: S311 - a paper, not a secret
    tie = {
        candidate.question: generator.random()
        for candidate in sorted(pool, key=lambda candidate: candidate.question)
    }
    preferred = sorted(
        pool, key=lambda c: (c.question in avoid, c.times_drawn, tie[c.question])
    )
    drawn = _fill(rules, preferred)
    for index, (rule, questions) in enumerate(zip(rules, drawn, strict=True)):
        if len(questions) < rule.count:
            raise PoolTooShort(index=index, rule=rule, found=len(questions))
    return [sorted(questions, key=lambda q: tie[q]) for questions in drawn]


def shortages(rules: Sequence[Rule], pool: Collection[Candidate]) -> list[PoolTooShort]:
    """Return what each rule lacks, all at once, for the people who write papers."""
    drawn = _fill(rules, sorted(pool, key=lambda c: c.question))
    return [
        PoolTooShort(index=index, rule=rule, found=len(questions))
        for index, (rule, questions) in enumerate(zip(rules, drawn, strict=True))
        if len(questions) < rule.count
    ]


def _fill(rules: Sequence[Rule], preferred: Sequence[Candidate]) -> list[list[int]]:
    """Match candidates to rules, first come first served, but never turn one away
    while moving others makes room."""
    suited = {
        c.question: [i for i, rule in enumerate(rules) if rule.suits(c)]
        for c in preferred
    }
    taken: list[list[int]] = [[] for _ in rules]
    missing = sum(rule.count for rule in rules)
    for candidate in preferred:
        if not missing:
            break
        if _place(candidate.question, rules, suited, taken, seen=set()):
            missing -= 1
    return taken


def _place(
    question: int,
    rules: Sequence[Rule],
    suited: dict[int, list[int]],
    taken: list[list[int]],
    *,
    seen: set[int],
) -> bool:
    """Give the question a place, moving others along an augmenting path if need be."""
    places = [index for index in suited[question] if index not in seen]
    for index in places:
        if len(taken[index]) < rules[index].count:
            taken[index].append(question)
            return True
    for index in places:
        seen.add(index)
        for slot, other in enumerate(taken[index]):
            if _place(other, rules, suited, taken, seen=seen):
                taken[index][slot] = question
                return True
    return False
