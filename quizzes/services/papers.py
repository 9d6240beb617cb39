"""Making a paper: draw the questions, freeze them, count that they were used."""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.text import Truncator

from people.queries import company_facts
from people.queries.company_facts import day_of
from people.rules.company_facts import CHINESE, ENGLISH
from quizzes import queries
from quizzes.models import Attempt, DrawRule, Item, Question, QuestionVersion, Quiz
from quizzes.question_types.contract import Frozen
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.rules import drawing

# As long as a section's title may be in an item.
HEADING = Item._meta.get_field("section_title").max_length or 0


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


def frozen_rules(*, quiz: Quiz, now: datetime) -> dict[str, Any]:
    """Return the quiz's rules for an attempt to keep, its titles with today's values
    of the company facts they name."""
    rules = quiz.frozen_rules()
    titles = {"title": CHINESE, "title_en": ENGLISH}
    return rules | {
        name: company_facts.freeze(rules[name], language, on=day_of(now))[0]
        for name, language in titles.items()
    }


def freeze(*, attempt: Attempt, paper: Paper, now: datetime) -> list[Item]:
    """Write the paper down as the attempt's items and count the draws.

    Company facts keep the values they have today; items say which those are.
    """
    drawn = [line.question for line in paper.questions]
    versions = _lock_latest_versions(drawn)
    items = []
    for position, line in enumerate(paper.questions, start=1):
        version = versions[line.question]
        items.append(
            Item(
                attempt=attempt,
                position=position,
                section_title=_heading(line.rule.section.title, CHINESE, now),
                section_title_en=_heading(line.rule.section.title_en, ENGLISH, now),
                version=version,
                frozen=_frozen(version, attempt=attempt, position=position, now=now),
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


def _heading(title: str, language: str, now: datetime) -> str:
    shown, _used = company_facts.freeze(title, language, on=day_of(now))
    # A value may be longer than its token.
    return Truncator(shown).chars(HEADING)


def _frozen(
    version: QuestionVersion, *, attempt: Attempt, position: int, now: datetime
) -> Frozen:
    # A generator of its own for each item: the order of options does not depend on
    # the questions before it.
    rng = random.Random(f"{attempt.seed}/{position}")  # noqa: S311
    kind = QUESTION_TYPES[version.kind]
    said = {
        "stem": version.stem,
        "explanation": version.explanation,
        "question": kind.freeze(version.spec, rng=rng, rules=attempt.rules),
    }
    shown, used = company_facts.freeze(said, CHINESE, on=day_of(now))
    return {
        "kind": version.kind,
        "number": version.number,
        "references": version.references,
        **shown,
        # The keys of the values shown; only where there are any.
        **({"facts": used} if used else {}),
    }
