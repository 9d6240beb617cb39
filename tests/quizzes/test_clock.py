"""The clock closes what is overdue."""

from datetime import timedelta

import pytest

from quizzes import schedule
from quizzes.models import Attempt, Marking
from quizzes.services import attempts
from quizzes.signals import attempt_submitted
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_overdue_attempts_are_submitted_when_they_were_due(attempt, clock, answer):
    answer(attempt.items.get(position=1), "a")
    clock.move_to(attempt.due_at + timedelta(minutes=3))

    schedule.submit_overdue_attempts()

    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.closed_by) == (attempt.due_at, "clock")
    assert attempt.grade == 50


def test_running_twice_changes_nothing_more(attempt, clock):
    clock.move_to(attempt.due_at + timedelta(minutes=3))

    schedule.submit_overdue_attempts()
    schedule.submit_overdue_attempts()

    assert Marking.objects.count() == attempt.items.count()


def test_attempts_that_still_have_time_stay_open(attempt, clock):
    clock.move_to(attempt.due_at + timedelta(seconds=30))

    schedule.submit_overdue_attempts()

    attempt.refresh_from_db()
    assert attempt.is_open


def test_one_that_fails_does_not_keep_the_others_open(quiz, now, clock):
    first, second = [
        attempts.start(quiz=quiz, person=UserFactory(), now=now) for _ in range(2)
    ]
    clock.move_to(first.due_at + timedelta(minutes=3))

    def fail_for_the_first(sender, attempt, **_later):
        if attempt.pk == first.pk:
            raise RuntimeError

    attempt_submitted.connect(fail_for_the_first)
    try:
        schedule.submit_overdue_attempts()
    finally:
        attempt_submitted.disconnect(fail_for_the_first)

    assert [a.is_open for a in Attempt.objects.order_by("pk")] == [True, False]
    assert second.pk


def test_extra_time_granted_meanwhile_is_honoured(attempt):
    """The page read the attempt before the extra time was granted."""
    late = attempt.due_at + timedelta(minutes=3)
    Attempt.objects.update(due_at=late + timedelta(minutes=10))

    settled = attempts.settle(attempt=attempt, now=late)

    assert settled.is_open
    assert settled.due_at == late + timedelta(minutes=10)
