"""A submitted attempt opened up: what was asked, answered, right, and worth what."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.functional import Promise

from people.prepared import Prepared
from quizzes.models import Attempt, Item, Marking, Response
from quizzes.question_types.contract import Answer, Frozen, QuestionType
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.references import links_for
from quizzes.rules import grading
from quizzes.rules.grading import MarkedItem, Outcome
from quizzes.rules.links import Link

TONES = {
    Outcome.RIGHT: "ok",
    Outcome.PARTIAL: "warn",
    Outcome.WRONG: "bad",
    Outcome.UNANSWERED: "muted",
    Outcome.WAITING: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer of the log, as it was given."""

    sequence: int
    kind: QuestionType
    question: Frozen
    answer: Answer | None
    answered_at: datetime

    @property
    def text(self) -> str:
        """The answer in words; empty: it was cleared."""
        # Only when it is asked: learners do not see the log.
        if self.answer is None:
            return ""
        return self.kind.in_words(self.question, self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultItem:
    """One question of a result."""

    number: int
    section: str  # empty: the same as of the item before
    stem: str
    version: int
    question_key: str
    review_template: str
    explained: Any
    explanation: str
    links: tuple[Link, ...]
    outcome: str
    outcome_label: str | Promise
    mark: Decimal | None  # None: waiting for a person
    max_mark: Decimal
    answers: list[AnswerLine]
    markings: list[Marking]

    @property
    def tone(self) -> str:
        """The badge that goes with the outcome."""
        return TONES[Outcome(self.outcome)]

    @property
    def is_right(self) -> bool:
        return self.outcome == Outcome.RIGHT

    @property
    def is_waiting(self) -> bool:
        return self.outcome == Outcome.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """A place to read again and the questions that lead there."""

    link: Link
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    items: list[ResultItem]
    right: int
    partial: int
    wrong: int
    unanswered: int
    waiting: int
    marks: Decimal
    available: Decimal
    to_review: list[ToReview]


_items = Prepared(
    lambda attempt: (
        Item.objects.filter(attempt=attempt)
        # Of the question only which one it is: the item has its own frozen copy.
        .annotate(question_key=F("version__question__key"))
        .order_by("position")
    )
)
_responses = Prepared(
    lambda attempt: Response.objects.filter(item__attempt=attempt).order_by("sequence")
)
_markings = Prepared(
    lambda attempt: (
        Marking.objects.filter(item__attempt=attempt)
        .select_related("marked_by")
        .order_by("pk")
    )
)


def result(attempt: Attempt) -> Result:
    """Gather a result: three queries and one per app that gives links."""
    rows = _items(attempt=attempt.pk)
    answers, markings = defaultdict(list), defaultdict(list)
    for response in _responses(attempt=attempt.pk):
        answers[response.item_id].append(response)
    # Ascending: the newest marking is the last one.
    for marking in _markings(attempt=attempt.pk):
        markings[marking.item_id].append(marking)
    links = links_for(ref for item in rows for ref in item.frozen["references"])
    shown, section = [], ""
    for item in rows:
        heading = item.display_section
        shown.append(
            _result_item(
                item,
                answers[item.pk],
                markings[item.pk],
                links,
                section="" if heading == section else heading,
            )
        )
        section = heading
    counts = Counter(item.outcome for item in shown)
    return Result(
        items=shown,
        right=counts[Outcome.RIGHT],
        partial=counts[Outcome.PARTIAL],
        wrong=counts[Outcome.WRONG],
        unanswered=counts[Outcome.UNANSWERED],
        waiting=counts[Outcome.WAITING],
        marks=sum((item.mark or Decimal(0) for item in shown), Decimal(0)),
        available=sum((item.max_mark for item in shown), Decimal(0)),
        to_review=_to_review(shown),
    )


def _result_item(
    item: Item,
    answers: list[Response],
    markings: list[Marking],
    links: dict[str, Link],
    *,
    section: str,
) -> ResultItem:
    kind = QUESTION_TYPES[item.frozen["kind"]]
    question = item.frozen["question"]
    newest = markings[-1]
    return ResultItem(
        number=item.position,
        section=section,
        stem=item.frozen["stem"],
        version=item.frozen["number"],
        question_key=item.question_key,  # type: ignore[attr-defined]
        review_template=kind.review_template,
        explained=kind.explain(question, answers[-1].answer if answers else None),
        explanation=item.frozen["explanation"],
        links=tuple(links[ref] for ref in item.frozen["references"] if ref in links),
        outcome=newest.outcome,
        outcome_label=Marking.Outcome(newest.outcome).label,
        mark=grading.mark(
            MarkedItem(
                max_mark=item.max_mark,
                outcome=Outcome(newest.outcome),
                fraction=newest.fraction,
            )
        ),
        max_mark=item.max_mark,
        answers=[
            AnswerLine(
                sequence=response.sequence,
                kind=kind,
                question=question,
                answer=response.answer,
                answered_at=response.answered_at,
            )
            for response in answers
        ],
        markings=markings,
    )


def _to_review(items: list[ResultItem]) -> list[ToReview]:
    """Group what was not right by the place that explains it."""
    groups: dict[str, ToReview] = {}
    for item in items:
        if item.is_right or item.is_waiting:
            continue
        for link in item.links:
            group = groups.setdefault(link.url, ToReview(link=link))
            group.numbers.append(item.number)
    return sorted(groups.values(), key=lambda group: -len(group.numbers))
