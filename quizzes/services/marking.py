"""Marking: the machine at submission, people where it cannot."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from people import audit
from people.models import User
from people.prepared import Prepared
from people.services.notifications import Told, notify_all
from quizzes import queries
from quizzes.models import Attempt, Item, Marking, Response
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.rules import grading
from quizzes.rules.grading import MarkedItem, Outcome
from quizzes.signals import attempt_graded

_newest_markings = Prepared(
    lambda attempt: (
        Marking.objects.newest()
        .filter(item__attempt=attempt)
        .values_list("item__max_mark", "outcome", "fraction")
    )
)


class NotMarkable(Exception):
    """The attempt is still open; nothing has been changed."""


def mark_by_machine(*, attempt: Attempt, now: datetime) -> None:
    """Add a marking to every item of an attempt that has just been submitted.

    Runs inside the transaction that submits.
    """
    newest = queries.newest_responses(attempt)
    Marking.objects.bulk_create(
        _machine_marking(item, newest.get(item.pk), now=now)
        for item in queries.items_of(attempt)
    )


@transaction.atomic
def mark_by_hand(
    *, item: Item, fraction: Decimal, comment: str, marker: User, now: datetime
) -> Marking:
    """Add a person's judgement of an answer, and grade the attempt again.

    :raises NotMarkable: while the attempt is open, or without an answer
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=item.attempt_id)
    response = item.responses.newest().exclude(answer=None).first()  # type: ignore[attr-defined]
    if attempt.is_open or response is None:
        raise NotMarkable
    fraction = grading.as_fraction(fraction)
    marking = Marking.objects.create(
        item=item,
        response=response,
        outcome=grading.outcome(fraction),
        fraction=fraction,
        marked_by=marker,
        marked_at=now,
        comment=comment,
    )
    before = attempt.grade
    grade(attempt=attempt, now=now)
    audit.record(
        action="item.marked",
        actor=marker,
        now=now,
        person=attempt.person,
        about=item,
        reason=comment,
        before={"grade": _text(before)},
        after={"fraction": str(fraction), "grade": _text(attempt.grade)},
    )
    return marking


def grade(*, attempt: Attempt, now: datetime) -> None:
    """Fold the newest markings into grade and pass, and tell the apps above.

    While anything waits for a person there is neither grade nor pass.
    """
    marked = [
        MarkedItem(max_mark=max_mark, outcome=Outcome(outcome), fraction=fraction)
        for max_mark, outcome, fraction in _newest_markings(attempt=attempt.pk)
    ]
    attempt.grade = grading.grade(marked)
    attempt.passed = grading.passed(attempt.grade, pass_grade=attempt.pass_grade)
    attempt.save(update_fields=["grade", "passed"])
    if attempt.grade is not None:
        attempt_graded.send(sender=Attempt, attempt=attempt, now=now)
        _tell(attempt, now=now)


def _tell(attempt: Attempt, *, now: datetime) -> None:
    """Tell the person, unless they have passed and seen it at that moment."""
    was_there = not attempt.is_closed_by_clock and now == attempt.submitted_at
    if attempt.passed and was_there:
        return
    permission = queries.standing(attempt.quiz, attempt.person, now=now).permission
    opens_at = permission.next_opens_at
    told = Told(
        person_id=attempt.person_id,
        cycle=f"attempt-{attempt.pk}",
        # Marked again, a result may turn: that is told as well.
        stage="passed" if attempt.passed else "failed",
        parameters={
            "quiz": attempt.rules["title"],
            "quiz_en": attempt.rules["title_en"],
            "passed": bool(attempt.passed),
            "used_up": permission.attempts_left == 0,
            "is_open": attempt.quiz.is_open,
            "next_opens_at": opens_at.isoformat() if opens_at else "",
        },
        url=reverse("quizzes:result", args=[attempt.pk]),
    )
    notify_all(kind="attempt_graded", told=[told], now=now)


def _machine_marking(
    item: Item, response: Response | None, *, now: datetime
) -> Marking:
    if response is None or response.answer is None:
        return Marking(item=item, outcome=Outcome.UNANSWERED, marked_at=now)
    kind = QUESTION_TYPES[item.frozen["kind"]]
    fraction = kind.fraction(item.frozen["question"], response.answer)
    return Marking(
        item=item,
        response=response,
        outcome=Outcome.WAITING if fraction is None else grading.outcome(fraction),
        fraction=fraction,
        marked_at=now,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
