"""Two requests at the same moment: real threads, real locks."""

import time
from datetime import timedelta
from threading import Barrier, Event, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from people.models import User
from quizzes.models import Attempt, Item, Marking, Question, Quiz
from quizzes.services import attempts, questions
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuestionFactory,
    QuizFactory,
    a_content,
    a_quiz,
)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has one writer at a time; the race needs row locks",
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
ROUNDS = 8


def race(*runners):
    """Run them at the same moment; return what each returned or raised."""
    barrier, outcomes = Barrier(len(runners)), [None] * len(runners)

    def run(index, runner):
        try:
            barrier.wait(timeout=10)
            outcomes[index] = runner()
        except Exception as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def running(person, now):
    quiz = a_quiz(time_limit_minutes=20)
    return attempts.start(quiz=quiz, person=person, now=now)


def respond(item, answer, now):
    """What a request does: read the item anew, then append."""
    return lambda: attempts.respond(
        item=Item.objects.select_related("attempt").get(pk=item.pk),
        operation_id=uuid4(),
        expected_sequence=0,
        answer=answer,
        now=now,
    )


def submit(attempt, now):
    return lambda: attempts.submit(attempt=Attempt.objects.get(pk=attempt.pk), now=now)


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def fresh_attempts(now, person):
    for _ in range(ROUNDS):
        attempt = attempts.start(
            quiz=a_quiz(time_limit_minutes=20), person=person, now=now
        )
        yield attempt, attempt.items.get()


def test_of_two_tabs_answering_one_item_one_is_told_it_is_stale(person, now):
    for _attempt, item in fresh_attempts(now, person):
        outcomes = race(respond(item, "a", now), respond(item, "b", now))

        assert kinds(outcomes) == ["Response", "StaleAnswer"]
        assert item.responses.count() == 1


def test_the_same_save_sent_twice_at_once_is_saved_once(person, now):
    for _attempt, item in fresh_attempts(now, person):
        operation = uuid4()

        def save(item=item, operation=operation):
            return attempts.respond(
                item=Item.objects.select_related("attempt").get(pk=item.pk),
                operation_id=operation,
                expected_sequence=0,
                answer="a",
                now=now,
            )

        outcomes = race(save, save)

        assert kinds(outcomes) == ["Response", "Response"]
        assert item.responses.count() == 1


def test_a_double_submit_marks_once(person, now):
    for attempt, item in fresh_attempts(now, person):
        outcomes = race(submit(attempt, now), submit(attempt, now))

        assert kinds(outcomes) == ["Attempt", "AttemptClosed"]
        assert Marking.objects.filter(item=item).count() == 1


def test_an_answer_racing_a_submit_is_marked_or_refused_never_lost(person, now):
    for attempt, item in fresh_attempts(now, person):
        answered, _submitted = race(respond(item, "a", now), submit(attempt, now))

        marking = Marking.objects.get(item=item)
        if isinstance(answered, attempts.AttemptClosed):
            assert (marking.outcome, marking.response) == ("unanswered", None)
        else:
            assert (marking.outcome, marking.response) == ("right", answered)


def test_the_deadline_racing_a_submit_closes_once(running, now):
    late = running.due_at + timedelta(minutes=5)
    # The tab read its clock just in time, the schedule a moment later.
    in_time = running.due_at + timedelta(seconds=20)

    outcomes = race(
        submit(running, in_time),
        lambda: attempts.settle_overdue(attempts=Attempt.objects.all(), now=late),
    )

    running.refresh_from_db()
    assert not running.is_open
    assert Marking.objects.filter(item__attempt=running).count() == 1
    by_person = isinstance(outcomes[0], Attempt)
    assert running.closed_by == ("person" if by_person else "clock")
    assert running.submitted_at == (in_time if by_person else running.due_at)


def start(quiz, person, now):
    return lambda: attempts.start(
        quiz=Quiz.objects.get(pk=quiz.pk),
        person=User.objects.get(pk=person.pk),
        now=now,
    )


def test_a_double_start_makes_one_attempt(person, now):
    for _ in range(ROUNDS):
        quiz = a_quiz()

        first, second = race(start(quiz, person, now), start(quiz, person, now))

        assert first == second
        assert Attempt.objects.get(quiz=quiz).number == 1


def test_the_last_attempt_is_given_once(person, now):
    quiz = a_quiz(attempts_allowed=1)

    outcomes = race(*[start(quiz, person, now)] * 4)

    assert len({outcome.pk for outcome in outcomes}) == 1
    assert quiz.attempts.count() == 1


def test_people_starting_at_once_share_a_bank_without_deadlock(now):
    bank = QuestionBankFactory()
    for _ in range(12):
        QuestionFactory(bank=bank)
    quiz = QuizFactory(bank=bank, draws=6)
    people = [UserFactory() for _ in range(6)]

    outcomes = race(*[start(quiz, person, now) for person in people])

    assert kinds(outcomes) == ["Attempt"] * 6
    assert sum(Question.objects.values_list("times_drawn", flat=True)) == 36


def test_the_database_decides_when_the_lock_is_gone(person, now, monkeypatch):
    """Without the lock two starts both see no attempt; one INSERT then fails."""
    quiz = a_quiz()
    meeting = Barrier(2)
    draw = attempts.papers.draw

    def draw_together(**kwargs):
        paper = draw(**kwargs)
        meeting.wait(timeout=10)
        return paper

    monkeypatch.setattr(attempts.papers, "draw", draw_together)
    monkeypatch.setattr(attempts, "_lock_person", lambda **_values: [])

    first, second = race(start(quiz, person, now), start(quiz, person, now))

    assert first == second
    assert Attempt.objects.filter(quiz=quiz).count() == 1


def test_a_paper_waits_for_a_revision_and_asks_the_new_version(person, now):
    quiz = a_quiz()
    revised = Event()

    def revise_slowly():
        with transaction.atomic():
            questions.revise(
                question=Question.objects.get(),
                content=a_content(stem="改过的问题？"),
                actor=None,
                now=now,
            )
            revised.set()
            time.sleep(0.5)

    def start_meanwhile():
        revised.wait()
        return start(quiz, person, now)()

    _none, attempt = race(revise_slowly, start_meanwhile)

    assert attempt.items.get().frozen["stem"] == "改过的问题？"
