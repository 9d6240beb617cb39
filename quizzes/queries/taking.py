"""The open paper as the person who sits it sees it: no right answers in here."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import Promise

from people.prepared import Prepared
from quizzes.models import Attempt, Item, Response
from quizzes.question_types.registry import QUESTION_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """One question of an open paper with the answer that the server holds."""

    pk: int
    number: int
    section: str  # empty: the same as of the item before
    stem: str
    note: str | Promise
    kind_label: str | Promise
    max_mark: Decimal
    template: str
    asked: Any
    answer_in_words: str
    is_answered: bool
    sequence: int
    saved_at: datetime | None
    # For the next save of this form: sent twice, it is saved once.
    operation_id: UUID

    @property
    def whole_marks(self) -> int:
        """For choosing between singular and plural only."""
        return 1 if self.max_mark == 1 else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    items: list[PaperItem]

    @property
    def answered(self) -> int:
        return sum(item.is_answered for item in self.items)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def unanswered(self) -> list[PaperItem]:
        return [item for item in self.items if not item.is_answered]


_items = Prepared(
    lambda attempt: Item.objects.filter(attempt=attempt).order_by("position")
)
_newest_responses = Prepared(
    lambda attempt: Response.objects.newest().filter(item__attempt=attempt)
)


def items_of(attempt: Attempt) -> list[Item]:
    """The attempt's items in their order."""
    return _items(attempt=attempt.pk)


def newest_responses(attempt: Attempt) -> dict[int, Response]:
    """The answer that counts of each item that has one, by the item's key."""
    return {row.item_id: row for row in _newest_responses(attempt=attempt.pk)}


def paper(attempt: Attempt) -> Paper:
    """Gather the items and the newest answers: two queries, however many items."""
    newest = newest_responses(attempt)
    items, section = [], ""
    for item in items_of(attempt):
        heading = item.display_section
        items.append(
            _paper_item(
                item, newest.get(item.pk), section="" if heading == section else heading
            )
        )
        section = heading
    return Paper(items=items)


def _paper_item(item: Item, newest: Response | None, *, section: str) -> PaperItem:
    kind = QUESTION_TYPES[item.frozen["kind"]]
    question = item.frozen["question"]
    answer = newest.answer if newest else None
    return PaperItem(
        pk=item.pk,
        number=item.position,
        section=section,
        stem=item.frozen["stem"],
        note=kind.note(question),
        kind_label=kind.label,
        max_mark=item.max_mark,
        template=kind.template,
        asked=kind.ask(question, answer),
        answer_in_words="" if answer is None else kind.in_words(question, answer),
        is_answered=answer is not None,
        sequence=newest.sequence if newest else 0,
        saved_at=newest.answered_at if newest else None,
        operation_id=uuid4(),
    )
