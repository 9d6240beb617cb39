"""Questions name company facts; an attempt keeps the values it showed."""

import pytest
from django.urls import reverse

from people.models import ReviewMark
from people.queries import company_facts
from quizzes.models import QuestionVersion
from quizzes.queries.fact_texts import fact_texts
from quizzes.question_types.contract import SpecError
from quizzes.services import attempts, questions
from tests.factories.company_facts import a_fact, a_value
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuestionFactory,
    QuizFactory,
    a_content,
)

TOKEN = "[[fact:deadline]]"
SPEC = {
    "options": [
        {"text": f"不超过{TOKEN}", "correct": True},
        {"text": "随便", "correct": False},
    ]
}


@pytest.fixture
def deadline(db):
    return a_fact("deadline", value=24)


@pytest.fixture
def quiz(deadline):
    bank = QuestionBankFactory()
    QuestionFactory(bank=bank, stem=f"报案{TOKEN}？", spec=SPEC, explanation=TOKEN)
    return QuizFactory(bank=bank, title=f"测验{TOKEN}")


def test_an_attempt_keeps_the_values_it_showed(quiz, deadline, learner, now):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    a_value(deadline, 36, now=now)

    item = attempt.items.get()
    texts = {option["text"] for option in item.frozen["question"]["options"]}
    assert item.frozen["stem"] == "报案24 小时？"
    assert item.frozen["explanation"] == "24 小时"
    assert texts == {"不超过24 小时", "随便"}
    assert item.frozen["facts"] == [deadline.values.order_by("pk").first().pk]
    assert attempt.display_title == "测验24 小时"
    assert TOKEN in QuestionVersion.objects.get().stem


def test_the_paper_and_the_result_show_what_was_frozen(
    quiz, deadline, learner, client_of, now
):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    a_value(deadline, 36, now=now)
    client = client_of(learner)
    paper = client.get(reverse("quizzes:attempt", args=[attempt.pk])).content.decode()
    attempts.submit(attempt=attempt, now=now)
    result = client.get(reverse("quizzes:result", args=[attempt.pk])).content.decode()

    for html in (paper, result):
        assert "报案24 小时？" in html
        assert "36 小时" not in html
        assert "fact:" not in html


def test_a_question_without_facts_freezes_none(learner, now):
    bank = QuestionBankFactory()
    QuestionFactory(bank=bank)
    attempt = attempts.start(quiz=QuizFactory(bank=bank), person=learner, now=now)

    assert "facts" not in attempt.items.get().frozen


def test_statistics_show_todays_value(quiz, trainer, learner, client_of, now):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    attempts.submit(attempt=attempt, now=now)

    url = reverse("quizzes:statistics", args=[quiz.pk])
    html = client_of(trainer).get(url).content.decode()

    assert "报案24 小时？" in html
    assert "不超过24 小时" in html


def test_a_question_that_names_an_unknown_fact_is_refused(deadline):
    spec = {"options": [{"text": "[[fact:nothing]]", "correct": True}, {"text": "二"}]}

    with pytest.raises(SpecError, match="nothing"):
        questions.clean(a_content(spec=spec))


def test_a_changed_value_marks_the_question_and_revising_clears_it(
    quiz, deadline, trainer, client_of, now
):
    a_value(deadline, 36, now=now)
    question = QuestionVersion.objects.get().question
    marked = set(ReviewMark.objects.open().values_list("about_type", flat=True))
    url = reverse("question:edit", args=[question.pk])
    html = client_of(trainer).get(url).content.decode()
    url = reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])
    quiz_html = client_of(trainer).get(url).content.decode()

    questions.revise(
        question=question,
        content=a_content(stem=f"新{TOKEN}？"),
        actor=trainer,
        now=now,
    )

    assert marked == {"quizzes.question", "quizzes.quiz"}
    assert reverse("facts:fact", args=["deadline"]) in html
    assert reverse("facts:fact", args=["deadline"]) in quiz_html
    left = ReviewMark.objects.open().values_list("about_type", flat=True)
    assert list(left) == ["quizzes.quiz"]


def test_only_questions_that_name_a_fact_are_read_for_the_report(quiz):
    QuestionFactory()

    kinds = [text.about_type for text in fact_texts()]

    assert kinds == ["quizzes.question", "quizzes.quiz"]
    assert company_facts.unknown_keys(t for x in fact_texts() for t in x.texts) == []
