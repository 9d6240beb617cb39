"""Pages of learners cost the same however long the paper is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.services import attempts
from tests.factories.quizzes import a_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MOST = 12


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def an_attempt(learner, now, answer, *, questions, submitted):
    quiz = a_quiz(questions=questions, time_limit_minutes=20, attempts_allowed=3)
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    for item in attempt.items.all():
        answer(item, "b")
        answer(item, "a")
    if submitted:
        attempts.submit(attempt=attempt, now=now)
    return attempt


@pytest.mark.parametrize(
    ("page", "submitted"),
    [
        ("quiz", False),
        ("quiz", True),
        ("attempt", False),
        ("review", False),
        ("result", True),
    ],
)
def test_a_page_costs_the_same_for_one_question_and_for_twenty(
    client_of, learner, now, answer, page, submitted
):
    costs = []
    for questions in (1, 20):
        attempt = an_attempt(
            learner, now, answer, questions=questions, submitted=submitted
        )
        pk = attempt.quiz_id if page == "quiz" else attempt.pk
        costs.append(cost(client_of(learner), reverse(f"quizzes:{page}", args=[pk])))

    assert costs[0] == costs[1] <= MOST


@pytest.mark.parametrize("page", ["quizzes", "statistics"])
def test_a_trainers_page_costs_the_same_for_one_and_for_many(
    client_of, trainer, learner, now, answer, page
):
    costs = []
    for questions in (1, 5):
        attempt = an_attempt(learner, now, answer, questions=questions, submitted=True)
        args = [attempt.quiz_id] if page == "statistics" else []
        costs.append(cost(client_of(trainer), reverse(f"quizzes:{page}", args=args)))

    assert costs[0] == costs[1] <= MOST
