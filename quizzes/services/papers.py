"""Making a paper: draw the questions, freeze them, count that they were used."""

import random
import secrets
from dataclasses import dataclass

from django.db.models import F

from quizzes import queries
from quizzes.models import Attempt, DrawRule, Item, Question, QuestionVersion, Quiz
from quizzes.question_types.contract import Frozen
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.rules import drawing


class NotReady(Exception):
    """The quiz cannot make a paper: its banks are short of questions, or it has no
    rules. Nothing has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnQuestion:
    rule: DrawRule
    question: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    seed: int
    questions: list[DrawnQuestion]


def draw(*, quiz: Quiz, avoid: Attempt | None) -> Paper:
    """Draw a paper, preferring what the attempt to avoid did not ask.

    :raises NotReady: when a rule cannot be filled
    """
    seed = secrets.randbits(63)
    rules = queries.draw_rules(quiz)
    try:
        drawn = drawing.draw(
            [queries.as_rule(rule) for rule in rules],
            queries.pool({rule.section.bank_id for rule in rules}),
            seed=seed,
            avoid=queries.questions_asked(avoid),
        )
    except (drawing.PoolTooShort, drawing.NothingToDraw) as problem:
        raise NotReady from problem
    return Paper(
        seed=seed,
        questions=[
            DrawnQuestion(rule=rule, question=question)
            for rule, questions in zip(rules, drawn, strict=True)
            for question in questions
        ],
    )


def freeze(*, attempt: Attempt, paper: Paper) -> list[Item]:
    """Write the paper down as the attempt's items and count the draws."""
    drawn = [line.question for line in paper.questions]
    versions = _lock_latest_versions(drawn)
    items = []
    for position, line in enumerate(paper.questions, start=1):
        version = versions[line.question]
        items.append(
            Item(
                attempt=attempt,
                position=position,
                section_title=line.rule.section.title,
                section_title_en=line.rule.section.title_en,
                version=version,
                frozen=_frozen(version, attempt=attempt, position=position),
                max_mark=line.rule.max_mark,
            )
        )
    Question.objects.filter(pk__in=drawn).update(times_drawn=F("times_drawn") + 1)
    return Item.objects.bulk_create(items)


def _lock_latest_versions(questions: list[int]) -> dict[int, QuestionVersion]:
    """Return the version to ask of each question; nobody revises them meanwhile."""
    # Locked in one order, so that two papers with shared questions cannot deadlock.
    locked = Question.objects.select_for_update(no_key=True).filter(pk__in=questions)
    # Only then the versions: a join would still be blind to one that an editor added
    # while this waited for the lock.
    latest = dict(locked.order_by("pk").values_list("latest", "pk"))
    return {
        latest[version.pk]: version
        for version in QuestionVersion.objects.filter(pk__in=latest)
    }


def _frozen(version: QuestionVersion, *, attempt: Attempt, position: int) -> Frozen:
    # A generator of its own for each item: the order of options does not depend on
    # the questions before it.
    rng = random.Random(f"{attempt.seed}/{position}")  # noqa: S311
    kind = QUESTION_TYPES[version.kind]
    return {
        "kind": version.kind,
        "number": version.number,
        "stem": version.stem,
        "explanation": version.explanation,
        "references": version.references,
        "question": kind.freeze(version.spec, rng=rng, rules=attempt.rules),
    }
