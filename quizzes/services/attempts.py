"""Sitting a quiz: start, respond, submit; and the clock that ends it."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from people.models import User
from people.prepared import Prepared
from quizzes import queries
from quizzes.models import Attempt, Item, Quiz, Response
from quizzes.models.attempts import AttemptQuerySet
from quizzes.rules import attempts as rules
from quizzes.rules.attempts import Permission
from quizzes.services import marking, papers
from quizzes.signals import attempt_started, attempt_submitted

log = logging.getLogger(__name__)


class MayNotStart(Exception):
    """The person may not start an attempt now; nothing has been changed."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.refusal)
        self.permission = permission


class AttemptClosed(Exception):
    """The attempt was submitted already or its time is up; nothing was added."""


class StaleAnswer(Exception):
    """Another page has answered since; `newest` is what the server holds."""

    def __init__(self, newest: Response | None) -> None:
        super().__init__()
        self.newest = newest


def start(*, quiz: Quiz, person: User, now: datetime) -> Attempt:
    """Start an attempt with a fresh paper, or return the one that is running.

    :raises MayNotStart: closed, used up, or too early
    :raises papers.NotReady: when the banks cannot fill the paper
    """
    # Before the transaction: a refusal must not undo the closing of an old attempt.
    settle_running(quiz=quiz, person=person, now=now)
    try:
        with transaction.atomic():
            return _start(quiz=quiz, person=person, now=now)
    except IntegrityError:
        # The other of two starts won; the database allows one open attempt only.
        running = Attempt.objects.open().filter(quiz=quiz, person=person).first()
        if running is None:
            raise
        return running


def _start(*, quiz: Quiz, person: User, now: datetime) -> Attempt:
    # Attempts are counted under this lock, so two starts cannot both be the last.
    _lock_person(person=person.pk)
    standing = queries.standing(quiz, person, now=now)
    if standing.running is not None:
        return standing.running
    if not standing.permission.may_start:
        raise MayNotStart(standing.permission)
    paper = papers.draw(quiz=quiz, avoid=standing.latest)
    attempt = Attempt.objects.create(
        quiz=quiz,
        person=person,
        number=len(standing.attempts) + 1,
        seed=paper.seed,
        rules=papers.frozen_rules(quiz=quiz, now=now),
        started_at=now,
        due_at=rules.due_at(started_at=now, time_limit_minutes=quiz.time_limit_minutes),
    )
    papers.freeze(attempt=attempt, paper=paper, now=now)
    attempt_started.send(sender=Attempt, attempt=attempt, now=now)
    return attempt


_lock_person = Prepared(
    lambda person: (
        User.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk")
    )
)
# Prepared: every answer of every person in an exam comes this way.
_locked = Prepared(
    lambda attempt: (
        Attempt.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=attempt)
        .only("submitted_at", "due_at")
    )
)
_running = Prepared(
    lambda quiz, person: Attempt.objects.open().filter(quiz=quiz, person=person)
)
_given = Prepared(lambda item: Response.objects.filter(item=item).order_by("sequence"))


def respond(
    *,
    item: Item,
    operation_id: UUID,
    expected_sequence: int,
    answer: Any | None,
    now: datetime,
) -> Response:
    """Append an answer; None clears it. The same operation again changes nothing.

    :raises AttemptClosed: after submission, or after the deadline and its slack
    :raises StaleAnswer: if the page did not know the newest answer
    """
    settle(attempt=item.attempt, now=now)
    with transaction.atomic():
        # Submit takes the same lock, so an answer is in before it or refused.
        [attempt] = _locked(attempt=item.attempt_id)
        given = _given(item=item.pk)
        newest = given[-1] if given else None
        for response in given:
            if response.operation_id == operation_id and response.answer == answer:
                return response
        if not attempt.is_open or rules.is_over(due_at=attempt.due_at, now=now):
            raise AttemptClosed
        known = {response.operation_id for response in given}
        # A used operation id with another answer is an old page sent once more.
        if expected_sequence != len(given) or operation_id in known:
            raise StaleAnswer(newest)
        return Response.objects.create(
            item=item,
            sequence=len(given) + 1,
            operation_id=operation_id,
            answer=answer,
            answered_at=now,
        )


def submit(*, attempt: Attempt, now: datetime) -> Attempt:
    """Close the attempt for the person, mark it and tell the apps above.

    :raises AttemptClosed: if another tab or the clock closed it first
    """
    settle(attempt=attempt, now=now)
    with transaction.atomic():
        # One UPDATE decides who closes it: tabs and the clock may race for it.
        closed = (
            Attempt.objects.open()
            .filter(pk=attempt.pk)
            .update(
                # A server's clock may be put back; an attempt ends after its start.
                submitted_at=max(now, attempt.started_at),
                closed_by=Attempt.ClosedBy.PERSON,
            )
        )
        if not closed:
            raise AttemptClosed
        return _after_closing(attempt, now=now)


def settle(*, attempt: Attempt, now: datetime) -> Attempt:
    """Close the attempt if its time is up; called whenever one is read.

    It counts as submitted when it was due. The time is looked at once more in the
    UPDATE itself, so that extra time granted meanwhile is honoured.
    """
    if not attempt.is_open or not rules.is_over(due_at=attempt.due_at, now=now):
        return attempt
    with transaction.atomic():
        closed = (
            Attempt.objects.overdue(now=now)
            .filter(pk=attempt.pk)
            .update(submitted_at=F("due_at"), closed_by=Attempt.ClosedBy.CLOCK)
        )
        if closed:
            return _after_closing(attempt, now=now)
    attempt.refresh_from_db()
    return attempt


def settle_running(*, quiz: Quiz, person: User, now: datetime) -> None:
    """Close the person's running attempt at the quiz if its time is up."""
    for attempt in _running(quiz=quiz.pk, person=person.pk):
        settle(attempt=attempt, now=now)


def settle_overdue(*, attempts: AttemptQuerySet, now: datetime) -> int:
    """Close all of these whose time is up; return how many there were.

    One that fails is logged and does not keep the others open.
    """
    closed = 0
    for attempt in attempts.overdue(now=now).order_by("pk"):
        try:
            settle(attempt=attempt, now=now)
        except Exception:
            log.exception("attempt not closed", extra={"attempt": attempt.pk})
        else:
            closed += 1
    return closed


def _after_closing(attempt: Attempt, *, now: datetime) -> Attempt:
    # What closing changes, and the extra time that may have been granted meanwhile.
    attempt.refresh_from_db(fields=["submitted_at", "closed_by", "due_at"])
    marking.mark_by_machine(attempt=attempt, now=now)
    attempt_submitted.send(sender=Attempt, attempt=attempt, now=now)
    marking.grade(attempt=attempt, now=now)
    return attempt
