"""Who is told that an attempt was graded."""

from datetime import datetime, timedelta

import pytest

from people.models import Notification
from quizzes.services import attempts
from tests.factories.quizzes import a_quiz, right_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(db):
    return a_quiz(questions=1, attempts_allowed=2, wait_minutes=60)


def test_who_fails_is_told_when_to_try_again(quiz, learner, now):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    attempts.submit(attempt=attempt, now=now)

    row = Notification.objects.get(kind="attempt_graded")
    assert (row.person, row.stage) == (learner, "failed")
    opens_at = datetime.fromisoformat(row.parameters["next_opens_at"])
    assert opens_at == now + timedelta(hours=1)
    assert row.parameters["used_up"] is False
    assert row.url == f"/quizzes/attempts/{attempt.pk}/result/"


def test_who_passes_and_sees_it_is_not_told(quiz, learner, now, answer):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    item = attempt.items.get()
    answer(item, right_answer(item))
    attempts.submit(attempt=attempt, now=now)

    assert not Notification.objects.filter(kind="attempt_graded").exists()
