"""Starting: what is drawn, frozen and counted."""

from datetime import timedelta

import pytest
from django.dispatch import receiver

from quizzes.models import Attempt, DrawRule, Question
from quizzes.services import attempts, papers, questions
from quizzes.signals import attempt_graded, attempt_started, attempt_submitted
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuestionFactory,
    QuizFactory,
    a_content,
    a_quiz,
)

pytestmark = pytest.mark.django_db


def start(quiz, person, now):
    return attempts.start(quiz=quiz, person=person, now=now)


def test_an_attempt_keeps_the_version_and_the_rules_it_started_with(
    attempt, quiz, trainer, now
):
    item = attempt.items.get(position=1)
    asked = item.frozen["stem"]
    questions.revise(
        question=item.version.question,
        content=a_content(stem="改过的题干"),
        actor=trainer,
        now=now,
    )
    quiz.pass_grade = 99
    quiz.save()

    item.refresh_from_db()
    attempt.refresh_from_db()
    assert (item.frozen["stem"], item.version.number) == (asked, 1)
    assert attempt.pass_grade == 60


def test_an_attempt_is_due_after_the_time_limit(attempt, now):
    assert attempt.due_at == now + timedelta(minutes=20)


def test_the_next_attempt_asks_other_questions_where_the_bank_allows(learner, now):
    bank = QuestionBankFactory()
    for _ in range(5):
        QuestionFactory(bank=bank)
    quiz = QuizFactory(bank=bank, draws=2)

    asked = []
    for _ in range(2):
        attempt = start(quiz, learner, now)
        asked.append(set(attempt.items.values_list("version__question", flat=True)))
        attempts.submit(attempt=attempt, now=now)

    assert not asked[0] & asked[1]


def test_questions_are_drawn_evenly_and_draws_are_counted(learner, now):
    bank = QuestionBankFactory()
    for _ in range(6):
        QuestionFactory(bank=bank)
    quiz = QuizFactory(bank=bank, draws=2)
    for _ in range(6):
        attempts.submit(attempt=start(quiz, learner, now), now=now)

    assert set(bank.questions.values_list("times_drawn", flat=True)) == {2}

    Question.objects.update(times_drawn=99)
    questions.recount_draws()
    assert set(bank.questions.values_list("times_drawn", flat=True)) == {2}


def test_inactive_questions_are_not_drawn(learner, now):
    quiz = a_quiz(questions=2)
    DrawRule.objects.update(count=1)
    off = Question.objects.earliest("pk")
    Question.objects.filter(pk=off.pk).update(is_active=False)

    attempt = start(quiz, learner, now)

    assert attempt.items.get().version.question != off


def test_a_short_bank_starts_nothing_and_counts_nothing(learner, now):
    quiz = a_quiz(questions=2)
    DrawRule.objects.update(count=3)

    with pytest.raises(papers.NotReady):
        start(quiz, learner, now)

    assert not Attempt.objects.exists()
    assert not Question.objects.exclude(times_drawn=0).exists()


def test_a_quiz_without_rules_starts_nothing(learner, now):
    with pytest.raises(papers.NotReady):
        start(QuizFactory(), learner, now)


def test_a_refusal_says_which_rule_and_starts_nothing(learner, now):
    quiz = a_quiz(attempts_allowed=1)
    attempts.submit(attempt=start(quiz, learner, now), now=now)

    with pytest.raises(attempts.MayNotStart) as refused:
        start(quiz, learner, now)

    assert refused.value.permission.refusal == "used_up"
    assert Attempt.objects.count() == 1


def test_an_overdue_attempt_is_closed_even_when_the_next_is_refused(
    attempt, learner, quiz
):
    quiz.wait_minutes = 600
    quiz.save()
    later = attempt.due_at + timedelta(minutes=5)

    with pytest.raises(attempts.MayNotStart):
        start(quiz, learner, later)

    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.closed_by) == (attempt.due_at, "clock")


def test_signals_tell_what_happened_in_order(quiz, learner, now):
    heard = []
    signals = {
        "started": attempt_started,
        "submitted": attempt_submitted,
        "graded": attempt_graded,
    }
    receivers = []
    for name, signal in signals.items():

        @receiver(signal)
        def hear(sender, attempt, now, name=name, **_later):
            heard.append((name, attempt.pk, attempt.grade, now))

        receivers.append(hear)

    attempt = start(quiz, learner, now)
    attempts.submit(attempt=attempt, now=now)

    assert heard == [
        ("started", attempt.pk, None, now),
        ("submitted", attempt.pk, None, now),
        ("graded", attempt.pk, 0, now),
    ]


def test_when_a_receiver_fails_the_attempt_stays_open(attempt, now):
    def fail(sender, **_later):
        raise RuntimeError

    attempt_graded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            attempts.submit(attempt=attempt, now=now)
    finally:
        attempt_graded.disconnect(fail)

    attempt.refresh_from_db()
    assert attempt.is_open
    assert not attempt.items.exclude(markings=None).exists()
