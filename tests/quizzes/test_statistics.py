"""What trainers see of the questions of a quiz."""

from decimal import Decimal

import pytest
from django.urls import reverse

from quizzes import queries
from quizzes.services import attempts, questions
from tests.factories.people import UserFactory
from tests.factories.quizzes import a_content, a_quiz, right_answer, wrong_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def quiz():
    return a_quiz()


@pytest.fixture
def sit(quiz, answer, now):
    def sit(person, pick):
        attempt = attempts.start(quiz=quiz, person=person, now=now)
        item = attempt.items.get()
        if pick is not None:
            answer(item, pick(item))
        return attempts.submit(attempt=attempt, now=now)

    return sit


def test_facility_counts_everybody_asked_and_tells_the_unanswered_apart(quiz, sit):
    for pick in (right_answer, right_answer, wrong_answer, None):
        sit(UserFactory(), pick)

    [row] = queries.quiz_statistics(quiz)

    counts = row.statistics.counts
    assert row.statistics.facility == Decimal("0.500")
    assert (counts.asked, counts.answered, counts.right) == (4, 3, 2)
    assert row.statistics.unanswered == 1
    assert row.statistics.few_answers


def test_only_first_attempts_count(quiz, sit, learner):
    sit(learner, wrong_answer)
    sit(learner, right_answer)

    [row] = queries.quiz_statistics(quiz)

    assert (row.statistics.counts.asked, row.statistics.facility) == (1, 0)


def test_only_the_answer_that_counted_is_a_choice(quiz, learner, answer, now):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    item = attempt.items.get()
    answer(item, "b")
    answer(item, "a")
    attempts.submit(attempt=attempt, now=now)

    [row] = queries.quiz_statistics(quiz)

    assert [(s.option.key, s.chosen) for s in row.statistics.options] == [
        ("a", 1),
        ("b", 0),
        ("c", 0),
    ]


def test_each_option_of_a_multiple_choice_is_counted(learner, answer, now):
    quiz = a_quiz(kind="multiple_choice")
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    answer(attempt.items.get(), ["a", "c"])
    attempts.submit(attempt=attempt, now=now)

    [row] = queries.quiz_statistics(quiz)

    chosen = {s.option.key: s.chosen for s in row.statistics.options}
    assert chosen == {"a": 1, "b": 0, "c": 1, "d": 0}


def test_versions_are_told_apart(quiz, sit, now):
    first = sit(UserFactory(), right_answer)
    question = first.items.get().version.question
    questions.revise(
        question=question, content=a_content(stem="新题干"), actor=None, now=now
    )
    sit(UserFactory(), wrong_answer)

    rows = queries.quiz_statistics(quiz)

    assert [(r.version.number, r.statistics.facility) for r in rows] == [(2, 0), (1, 1)]


def test_open_attempts_and_other_quizzes_do_not_count(quiz, learner, sit, now):
    attempts.start(quiz=quiz, person=learner, now=now)
    other = a_quiz()

    assert queries.quiz_statistics(quiz) == queries.quiz_statistics(other) == []


def test_the_list_counts_people_attempts_and_first_passes(quiz, sit, learner):
    sit(learner, wrong_answer)
    sit(learner, right_answer)
    sit(UserFactory(), right_answer)

    [summary] = queries.quiz_summaries()

    assert (summary.people, summary.submitted) == (2, 3)
    assert (summary.passed_first, summary.graded_first) == (1, 2)


@pytest.mark.parametrize("page", ["quizzes", "statistics"])
def test_trainers_open_the_pages_and_learners_do_not(
    client_of, trainer, learner, hr, quiz, sit, page
):
    sit(learner, right_answer)
    url = reverse(f"quizzes:{page}", args=[quiz.pk] if page == "statistics" else [])

    assert client_of(trainer).get(url).status_code == 200
    assert client_of(learner).get(url).status_code == 404
    assert client_of(hr).get(url).status_code == 404


def test_statistics_name_nobody(client_of, trainer, learner, quiz, sit):
    sit(learner, right_answer)

    page = client_of(trainer).get(reverse("quizzes:statistics", args=[quiz.pk]))

    assert learner.name not in page.text
    assert learner.employee_number not in page.text
