"""What papers are drawn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext

from people.prepared import Prepared
from quizzes.models import Attempt, DrawRule, Item, Question, Quiz
from quizzes.models.banks import Difficulty
from quizzes.question_types.multiple_choice import NOTES
from quizzes.rules.drawing import Candidate, PoolTooShort, Rule
from quizzes.rules.drawing import shortages as rule_shortages
from quizzes.rules.grading import Scoring

_rules = Prepared(
    lambda quiz: (
        DrawRule.objects.filter(section__quiz=quiz)
        .select_related("section")
        .order_by("section__sort_order", "section_id", "sort_order", "pk")
    )
)
_questions_asked = Prepared(
    lambda attempt: Item.objects.filter(attempt=attempt).values_list(
        "version__question", flat=True
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a paper of this quiz will be, whoever draws it."""

    questions: int
    marks: Decimal
    scoring_note: str | Promise


def outline(quiz: Quiz) -> Outline:
    rules = draw_rules(quiz)
    return Outline(
        questions=sum(rule.count for rule in rules),
        marks=sum((rule.count * rule.max_mark for rule in rules), Decimal(0)),
        scoring_note=NOTES[Scoring(quiz.multiple_choice_scoring)],
    )


def draw_rules(quiz: Quiz) -> list[DrawRule]:
    """The quiz's rules in the order of the paper, each with its section."""
    return _rules(quiz=quiz.pk)


def as_rule(rule: DrawRule) -> Rule:
    return Rule(
        bank=rule.section.bank_id,
        tag=rule.tag,
        difficulty=rule.difficulty,
        count=rule.count,
    )


def pool(banks: Collection[int]) -> list[Candidate]:
    """All questions of these banks that may be drawn."""
    rows = (
        Question.objects.active()
        .filter(bank__in=banks)
        .values_list(
            "pk", "bank_id", "latest__tags", "latest__difficulty", "times_drawn"
        )
    )
    return [
        Candidate(
            question=pk,
            bank=bank,
            tags=frozenset(tags),
            difficulty=difficulty,
            times_drawn=times_drawn,
        )
        for pk, bank, tags, difficulty, times_drawn in rows
    ]


def shortages(quiz: Quiz) -> list[str]:
    """Say which of the quiz's rules lack questions now."""
    rules = draw_rules(quiz)
    return shortages_in_words(
        [as_rule(rule) for rule in rules], [rule.section.title for rule in rules]
    )


def shortages_in_words(rules: Sequence[Rule], sections: Sequence[str]) -> list[str]:
    """Say which rules lack questions; `sections` names each rule's section."""
    found = rule_shortages(rules, pool({rule.bank for rule in rules}))
    return [_in_words(short, sections[short.index]) for short in found]


def _in_words(short: PoolTooShort, section: str) -> str:
    rule = short.rule
    return gettext(
        "Section “%(section)s”, tag “%(tag)s”, difficulty %(difficulty)s: "
        "%(count)s questions are wanted, %(found)s are left for this rule."
    ) % {
        "section": section,
        "tag": rule.tag or gettext("any"),
        "difficulty": Difficulty(rule.difficulty).label
        if rule.difficulty
        else gettext("any"),
        "count": rule.count,
        "found": short.found,
    }


def questions_asked(attempt: Attempt | None) -> set[int]:
    """The questions of an attempt, in whatever version."""
    if attempt is None:
        return set()
    return set(_questions_asked(attempt=attempt.pk))
