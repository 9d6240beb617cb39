"""A learner takes a quiz through the pages, with and without the script."""

from datetime import UTC, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Response
from quizzes.services import attempts
from tests.factories.quizzes import a_quiz, right_answer, wrong_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def save(client, item, answer, *, expected=0, operation=None, script=True):
    headers = {"accept": "application/json"} if script else {"accept": "text/html"}
    return client.post(
        reverse("quizzes:respond", args=[item.pk]),
        {
            "answer": answer,
            "operation_id": operation or uuid4(),
            "expected_sequence": expected,
        },
        headers=headers,
    )


def in_utc(moment):
    return moment.astimezone(UTC).isoformat()


@pytest.fixture
def client(client_of, learner):
    return client_of(learner)


@pytest.fixture
def item(attempt):
    return attempt.items.get(position=1)


def test_a_learner_starts_answers_submits_and_passes(client, quiz, learner):
    started = client.post(reverse("quizzes:start", args=[quiz.pk]))
    attempt = Attempt.objects.get(person=learner)
    for item in attempt.items.all():
        save(client, item, right_answer(item))
    submitted = client.post(reverse("quizzes:submit", args=[attempt.pk]))

    assert started.url == reverse("quizzes:attempt", args=[attempt.pk])
    assert submitted.url == reverse("quizzes:result", args=[attempt.pk])
    attempt.refresh_from_db()
    assert (attempt.grade, attempt.passed, attempt.closed_by) == (100, True, "person")
    assert client.get(submitted.url).status_code == 200


def test_starting_twice_leads_to_the_same_attempt(client, quiz, learner):
    first = client.post(reverse("quizzes:start", args=[quiz.pk]))
    second = client.post(reverse("quizzes:start", args=[quiz.pk]))

    assert first.url == second.url
    assert Attempt.objects.filter(person=learner).count() == 1


def test_an_answer_is_saved_and_shown_again_after_closing_the_browser(
    client, client_of, learner, attempt, item, now
):
    reply = save(client, item, "a")

    assert reply.json() == {"sequence": 1, "saved_at": in_utc(now)}
    page = client_of(learner).get(reverse("quizzes:attempt", args=[attempt.pk]))
    assert 'value="a" checked' in page.text
    assert page.context["paper"].answered == 1


def test_the_same_save_sent_twice_is_saved_once(client, item):
    operation = uuid4()
    save(client, item, "a", operation=operation)

    again = save(client, item, "a", operation=operation)

    assert again.status_code == 200
    assert again.json()["sequence"] == 1
    assert item.responses.count() == 1


def test_a_stale_page_gets_the_servers_copy_and_changes_nothing(client, item, now):
    save(client, item, "a")

    stale = save(client, item, "b", expected=0)

    assert stale.status_code == 409
    assert (stale.json()["sequence"], stale.json()["answer"]) == (1, "a")
    assert stale.json()["saved_at"] == in_utc(now)
    assert item.responses.get().answer == "a"


def test_a_used_operation_with_another_answer_is_stale_not_swallowed(client, item):
    operation = uuid4()
    save(client, item, "a", operation=operation)

    stale = save(client, item, "b", operation=operation)

    assert stale.status_code == 409
    assert item.responses.get().answer == "a"


def test_an_answer_can_be_changed_and_cleared_and_all_of_it_is_kept(client, item):
    save(client, item, "a")
    save(client, item, "b", expected=1)
    save(client, item, "", expected=2)

    assert list(
        item.responses.order_by("sequence").values_list("answer", flat=True)
    ) == ["a", "b", None]


@pytest.mark.parametrize("typed", ["zz", ["a", "b"]])
def test_what_is_no_option_is_refused(client, item, typed):
    refused = save(client, item, typed)

    assert refused.status_code == 422
    assert not Response.objects.exists()


def test_a_save_without_an_operation_id_is_refused(client, item):
    url = reverse("quizzes:respond", args=[item.pk])

    refused = client.post(url, {"answer": "a"}, headers={"accept": "application/json"})

    assert refused.status_code == 422
    assert not Response.objects.exists()


def test_an_answer_within_the_slack_counts_and_a_later_one_is_told_so(
    client, clock, attempt, item, now
):
    clock.move_to(attempt.due_at + timedelta(seconds=30))
    in_time = save(client, item, "a")
    clock.move_to(attempt.due_at + timedelta(seconds=31))
    too_late = save(client, item, "b", expected=1)

    assert in_time.status_code == 200
    assert too_late.status_code == 410
    assert too_late.json()["result_url"] == reverse("quizzes:result", args=[attempt.pk])
    assert item.responses.get().answer == "a"
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.closed_by) == (attempt.due_at, "clock")


@pytest.mark.parametrize("page", ["attempt", "review", "result"])
def test_every_page_of_an_overdue_attempt_closes_it(client, clock, attempt, page):
    clock.move_to(attempt.due_at + timedelta(hours=1))

    client.get(reverse(f"quizzes:{page}", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.grade) == (attempt.due_at, 0)


def test_the_introduction_closes_an_overdue_attempt_too(client, clock, attempt):
    clock.move_to(attempt.due_at + timedelta(hours=1))

    page = client.get(reverse("quizzes:quiz", args=[attempt.quiz_id]))

    assert [past.pk for past in page.context["standing"].past] == [attempt.pk]


def test_extra_time_keeps_the_attempt_open(client, clock, attempt, item):
    clock.move_to(attempt.due_at + timedelta(minutes=5))
    Attempt.objects.update(due_at=attempt.due_at + timedelta(minutes=10))

    assert save(client, item, "a").status_code == 200


def test_without_the_script_a_save_leads_back_to_its_question(client, attempt, item):
    page = reverse("quizzes:attempt", args=[attempt.pk])

    saved = save(client, item, "a", script=False)
    stale = save(client, item, "b", script=False)

    assert saved.url == stale.url == f"{page}#question-1"
    assert len(client.get(page).context["messages"]) == 1
    assert item.responses.get().answer == "a"


def test_the_check_before_submitting_names_what_has_no_answer(client, attempt, item):
    save(client, item, "a")

    page = client.get(reverse("quizzes:review", args=[attempt.pk]))

    assert [i.number for i in page.context["paper"].unanswered] == [2]


def test_submitting_twice_changes_nothing(client, clock, attempt, now):
    url = reverse("quizzes:submit", args=[attempt.pk])
    client.post(url)
    clock.move_to(now + timedelta(minutes=5))

    again = client.post(url)

    assert again.url == reverse("quizzes:result", args=[attempt.pk])
    attempt.refresh_from_db()
    assert attempt.submitted_at == now


def test_after_submitting_nothing_can_be_answered(client, attempt, item):
    client.post(reverse("quizzes:submit", args=[attempt.pk]))

    late = save(client, item, "a")

    assert late.status_code == 410
    assert not Response.objects.exists()


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "true_false"])
def test_the_open_paper_does_not_give_the_right_answers_away(
    client, learner, now, kind
):
    quiz = a_quiz(questions=3, kind=kind)
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    item = attempt.items.get(position=1)

    pages = [
        client.get(reverse("quizzes:attempt", args=[attempt.pk])).text,
        client.get(reverse("quizzes:review", args=[attempt.pk])).text,
        save(client, item, wrong_answer(item)).text,
        save(client, item, wrong_answer(item)).text,
    ]

    for page in pages:
        assert "因为右边是对的" not in page
        assert "correct" not in page
        assert "choice--right" not in page
    # Right and wrong options differ in nothing but their text.
    paper = client.get(reverse("quizzes:attempt", args=[attempt.pk])).context["paper"]
    for shown in paper.items:
        names = {name for option in shown.asked for name in option.__slots__}
        assert names == {"key", "letter", "text", "is_picked"}


def test_a_refused_start_says_when_the_next_attempt_opens(client, learner, now, clock):
    quiz = a_quiz(wait_minutes=60)
    attempts.submit(attempt=attempts.start(quiz=quiz, person=learner, now=now), now=now)

    client.post(reverse("quizzes:start", args=[quiz.pk]))
    early = client.get(reverse("quizzes:quiz", args=[quiz.pk]))
    clock.move_to(now + timedelta(minutes=60))
    client.post(reverse("quizzes:start", args=[quiz.pk]))

    opens_at = early.context["standing"].permission.next_opens_at
    assert opens_at == now + timedelta(minutes=60)
    assert Attempt.objects.filter(person=learner).count() == 2


def test_a_quiz_whose_bank_is_short_says_so_and_starts_nothing(client, learner):
    quiz = a_quiz(questions=1)
    rule = quiz.sections.get().draw_rules.get()
    rule.count = 2
    rule.save()

    reply = client.post(reverse("quizzes:start", args=[quiz.pk]))

    assert reply.url == reverse("quizzes:quiz", args=[quiz.pk])
    assert not Attempt.objects.exists()


def test_a_clock_put_back_does_not_keep_the_paper(client, attempt, clock, now):
    clock.move_to(now - timedelta(minutes=2))

    response = client.post(reverse("quizzes:submit", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert response.status_code == 302
    assert attempt.submitted_at == attempt.started_at
