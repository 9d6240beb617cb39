"""The result: the verdict, how it came about, and who may see it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import override_settings
from django.urls import reverse

from people.models import AuditEntry
from quizzes.models import Attempt
from quizzes.rules.links import Link
from quizzes.services import attempts
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuestionFactory,
    QuizFactory,
    a_quiz,
    right_answer,
    wrong_answer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HANDBOOK = {"handbook": "tests.quizzes.test_results.handbook_links"}


def handbook_links(references, language):
    return {ref: Link(f"手册 {ref}", f"/handbook/{ref[9:]}/") for ref in references}


def return_links(quiz, person):
    return [Link(f"回到 {quiz.title}", "/courses/one/")]


def result_url(attempt):
    return reverse("quizzes:result", args=[attempt.pk])


@pytest.fixture
def submitted(attempt, answer, now):
    """One right answer after a change of mind, one question left out."""
    item = attempt.items.get(position=1)
    answer(item, wrong_answer(item))
    answer(item, right_answer(item), at=now + timedelta(minutes=1))
    return attempts.submit(attempt=attempt, now=now + timedelta(minutes=2))


def test_a_learner_sees_the_grade_and_how_it_came_about(client_of, learner, submitted):
    page = client_of(learner).get(result_url(submitted))

    result = page.context["result"]
    assert (submitted.grade, submitted.passed) == (Decimal("50.00"), False)
    assert (result.right, result.wrong, result.unanswered) == (1, 0, 1)
    assert (result.marks, result.available) == (1, 2)
    assert "因为右边是对的" in page.text
    assert "choice--right" in page.text


def test_a_learners_own_page_has_no_log_and_reading_it_is_not_logged(
    client_of, learner, submitted
):
    page = client_of(learner).get(result_url(submitted))

    assert 'id="log-' not in page.text
    assert not AuditEntry.objects.filter(action="result.read").exists()


@pytest.mark.parametrize("role", ["manager", "hr", "administrator"])
def test_who_has_the_right_sees_every_answer_and_it_is_logged(
    client_of, request, learner, submitted, role
):
    viewer = request.getfixturevalue(role)

    page = client_of(viewer).get(result_url(submitted))

    first = page.context["result"].items[0]
    assert [line.sequence for line in first.answers] == [1, 2]
    assert learner.name in page.text
    assert page.text.count('id="log-') == 2
    entry = AuditEntry.objects.get(action="result.read")
    assert (entry.actor, entry.person, entry.about_id) == (
        viewer,
        learner,
        submitted.pk,
    )


@pytest.mark.parametrize("role", ["outsider", "trainer", "reviewer", "approver"])
def test_nobody_else_sees_it_and_nothing_is_logged(client_of, request, submitted, role):
    viewer = request.getfixturevalue(role)

    assert client_of(viewer).get(result_url(submitted)).status_code == 404
    assert not AuditEntry.objects.filter(action="result.read").exists()


@pytest.mark.parametrize("role", ["manager", "hr"])
def test_an_open_attempt_is_nobody_elses_business(client_of, request, attempt, role):
    viewer = request.getfixturevalue(role)

    for page in ("attempt", "review", "result"):
        url = reverse(f"quizzes:{page}", args=[attempt.pk])
        assert client_of(viewer).get(url).status_code == 404


@pytest.mark.parametrize("role", ["outsider", "manager", "hr"])
def test_nobody_else_can_answer_or_submit(client_of, request, attempt, role):
    client = client_of(request.getfixturevalue(role))
    item = attempt.items.get(position=1)

    answered = client.post(reverse("quizzes:respond", args=[item.pk]), {"answer": "a"})
    submitted = client.post(reverse("quizzes:submit", args=[attempt.pk]))

    assert (answered.status_code, submitted.status_code) == (404, 404)
    attempt.refresh_from_db()
    assert attempt.is_open
    assert not item.responses.exists()


def test_a_running_attempt_has_no_result_yet(client_of, learner, attempt):
    page = client_of(learner).get(result_url(attempt))

    assert page.url == reverse("quizzes:attempt", args=[attempt.pk])


@override_settings(QUESTION_REFERENCES=HANDBOOK)
def test_a_failed_attempt_says_what_to_review_grouped_by_place(
    client_of, learner, answer, now
):
    bank = QuestionBankFactory()
    for reference in ("handbook/7", "handbook/7", "handbook/2", "elsewhere/1"):
        QuestionFactory(bank=bank, references=[reference])
    quiz = QuizFactory(bank=bank, draws=4)
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    for item in attempt.items.exclude(frozen__references=["handbook/2"]):
        answer(item, wrong_answer(item))
    right = attempt.items.get(frozen__references=["handbook/2"])
    answer(right, right_answer(right))
    attempts.submit(attempt=attempt, now=now)

    page = client_of(learner).get(result_url(attempt))

    places = page.context["result"].to_review
    assert [(p.link.url, len(p.numbers)) for p in places] == [("/handbook/7/", 2)]
    assert page.text.count('href="/handbook/2/"') == 1  # beside its question only


def test_a_failed_attempt_says_what_is_left_and_when(client_of, learner, now, clock):
    quiz = a_quiz(attempts_allowed=2, wait_minutes=60)
    first = attempts.submit(
        attempt=attempts.start(quiz=quiz, person=learner, now=now), now=now
    )
    page = client_of(learner).get(result_url(first))
    clock.move_to(now + timedelta(hours=2))
    later = now + timedelta(hours=2)
    second = attempts.submit(
        attempt=attempts.start(quiz=quiz, person=learner, now=later), now=later
    )
    last = client_of(learner).get(result_url(second))

    permission = page.context["standing"].permission
    assert permission.attempts_left == 1
    assert permission.next_opens_at == now + timedelta(hours=1)
    assert last.context["standing"].is_used_up


@override_settings(QUIZ_RETURN_LINKS="tests.quizzes.test_results.return_links")
def test_an_upper_app_says_where_to_go_on(client_of, learner, submitted):
    client = client_of(learner)

    for url in (
        result_url(submitted),
        reverse("quizzes:quiz", args=[submitted.quiz_id]),
    ):
        assert 'href="/courses/one/"' in client.get(url).text


@override_settings(QUIZ_RETURN_LINKS="")
def test_without_such_an_app_there_are_no_links(client_of, learner, submitted):
    page = client_of(learner).get(result_url(submitted))

    assert page.context["return_links"] == []


def test_a_manager_further_up_the_line_sees_it_too(client_of, manager, submitted):
    manager.line_manager = UserFactory()
    manager.save(update_fields=["line_manager"])

    page = client_of(manager.line_manager).get(result_url(submitted))

    assert page.status_code == 200


def test_editing_the_question_changes_no_past_result(client_of, learner, submitted):
    before = client_of(learner).get(result_url(submitted)).context["result"]
    question = submitted.items.get(position=1).version.question
    question.is_active = False
    question.save(update_fields=["is_active"])

    after = client_of(learner).get(result_url(submitted)).context["result"]

    assert [i.stem for i in after.items] == [i.stem for i in before.items]
    assert Attempt.objects.get(pk=submitted.pk).grade == Decimal("50.00")
