"""Trainers write banks, questions and quizzes in the back office."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEntry
from quizzes.models import Question, Quiz
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuestionFactory,
    QuizFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, trainer):
    return client_of(trainer)


@pytest.fixture
def question(db):
    return QuestionFactory(stem="往哪边走？", tags=["礼仪", "投诉"])


def typed(question, **changed):
    """What the form of the question posts when nothing is changed."""
    content = question.latest
    data = {
        "bank": question.bank_id,
        "stem": content.stem,
        "explanation": content.explanation,
        "difficulty": content.difficulty,
        "level": content.level,
        "tags": "，".join(content.tags),
        "references": ", ".join(content.references),
        "is_active": "on",
        "summary": "改了题干。",
    }
    for row, option in enumerate(content.spec["options"]):
        data[f"option_{row}_key"] = option["key"]
        data[f"option_{row}_text"] = option["text"]
        if option["correct"]:
            data[f"option_{row}_correct"] = "on"
    return {**data, **changed}


def quiz_form(bank, *, is_open=True, count=1, tag=""):
    return {
        "title": "新测验",
        "title_en": "",
        "key": "new-quiz",
        "intro": "",
        "intro_en": "",
        "time_limit_minutes": "20",
        "pass_grade": "80",
        "attempts_allowed": "3",
        "wait_minutes": "60",
        "multiple_choice_scoring": "all_or_nothing",
        "is_open": "on" if is_open else "",
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "0",
        "sections-MIN_NUM_FORMS": "0",
        "sections-MAX_NUM_FORMS": "1000",
        "sections-0-title": "第一部分",
        "sections-0-title_en": "",
        "sections-0-bank": str(bank.pk),
        "sections-0-ORDER": "1",
        "sections-0-DELETE": "",
        "sections-0-id": "",
        "sections-0-draw_rules-TOTAL_FORMS": "1",
        "sections-0-draw_rules-INITIAL_FORMS": "0",
        "sections-0-draw_rules-MIN_NUM_FORMS": "0",
        "sections-0-draw_rules-MAX_NUM_FORMS": "1000",
        "sections-0-draw_rules-0-tag": tag,
        "sections-0-draw_rules-0-difficulty": "",
        "sections-0-draw_rules-0-count": str(count),
        "sections-0-draw_rules-0-max_mark": "2",
        "sections-0-draw_rules-0-ORDER": "1",
        "sections-0-draw_rules-0-DELETE": "",
        "sections-0-draw_rules-0-id": "",
    }


def test_saving_a_change_makes_a_version_and_says_so(client, question, trainer):
    url = reverse("question:edit", args=[question.pk])

    page = client.post(url, typed(question, stem="往哪边拐？"), follow=True)

    question.refresh_from_db()
    assert (question.newest.number, question.newest.stem) == (2, "往哪边拐？")
    assert question.newest.created_by == trainer
    assert question.latest.number == 1
    assert question.versions.get(number=1).stem == "往哪边走？"
    assert "2" in str(next(iter(page.context["messages"])))


def test_saving_without_a_change_makes_no_version(client, question):
    client.post(reverse("question:edit", args=[question.pk]), typed(question))

    question.refresh_from_db()
    assert question.latest.number == 1


def test_what_was_typed_stays_when_it_cannot_be_saved(client, question):
    wrong = typed(question, option_1_correct="on", stem="写了很久的题干")

    page = client.post(reverse("question:edit", args=[question.pk]), wrong)

    assert page.status_code == 200
    assert "写了很久的题干" in page.text
    assert question.versions.count() == 1


def test_a_new_question_starts_with_its_first_version(client):
    bank = QuestionBankFactory()
    data = {
        "bank": bank.pk,
        "stem": "先做什么？",
        "difficulty": "2",
        "level": "apply",
        "tags": "投诉、礼仪",
        "is_active": "on",
        "truth": "false",
    }

    client.post(reverse("question:add") + "?kind=true_false", data)

    question = Question.objects.get(bank=bank)
    assert (question.newest.number, question.newest.spec) == (1, {"answer": False})
    assert question.newest.tags == ["投诉", "礼仪"]
    assert question.latest is None


def test_switching_a_question_off_is_audited_and_makes_no_version(client, question):
    url = reverse("question:edit", args=[question.pk])

    client.post(url, typed(question, is_active=""))

    question.refresh_from_db()
    assert (question.is_active, question.latest.number) == (False, 1)
    entry = AuditEntry.objects.get(action="question.placed")
    assert (entry.before["is_active"], entry.after["is_active"]) == (True, False)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "哪边"}, True),
        ({"q": "天气"}, False),
        ({"tag": "投诉"}, True),
        ({"tag": "投"}, False),
        ({"difficulty": "1"}, True),
        ({"difficulty": "3"}, False),
        ({"kind": "single_choice"}, True),
        ({"kind": "true_false"}, False),
        ({"is_active": "false"}, False),
    ],
)
def test_questions_are_found_by_text_and_filters(client, question, filters, found):
    page = client.get(reverse("question:index"), filters)

    assert ("往哪边走？" in page.text) is found


def test_the_history_compares_each_version_with_the_one_before(client, question):
    edit = reverse("question:edit", args=[question.pk])
    client.post(edit, typed(question, stem="往哪边拐？"))

    page = client.get(reverse("question:history", args=[question.pk]))

    assert '<ins class="diff__new">往哪边拐？</ins>' in page.text
    assert '<del class="diff__gone">往哪边走？</del>' in page.text
    assert "培训师" in page.text


@pytest.mark.parametrize("role", ["reviewer", "approver"])
def test_reviewers_look_but_do_not_write(client_of, question, role, request):
    client = client_of(request.getfixturevalue(role))

    listed = client.get(reverse("question:index"))
    seen = client.get(reverse("question:history", args=[question.pk]))
    refused = client.post(
        reverse("question:edit", args=[question.pk]), typed(question, stem="改掉")
    )

    assert reverse("question:history", args=[question.pk]) in listed.text
    assert reverse("question:edit", args=[question.pk]) not in listed.text
    assert seen.status_code == 200
    assert refused.status_code == 302
    assert question.versions.count() == 1


def test_a_quiz_is_made_and_audited(client, trainer):
    bank = QuestionBankFactory()
    QuestionFactory(bank=bank)

    client.post(reverse("wagtailsnippets_quizzes_quiz:add"), quiz_form(bank))

    quiz = Quiz.objects.get(key="new-quiz")
    assert quiz.is_open
    assert quiz.sections.get().draw_rules.get().count == 1
    entry = AuditEntry.objects.get(action="quiz.created")
    assert (entry.actor, entry.after["sections"][0]["rules"][0]["count"]) == (
        trainer,
        1,
    )


def test_a_quiz_whose_bank_is_short_cannot_be_opened(client):
    bank = QuestionBankFactory()
    QuestionFactory(bank=bank)
    url = reverse("wagtailsnippets_quizzes_quiz:add")

    refused = client.post(url, quiz_form(bank, count=2))
    closed = client.post(url, quiz_form(bank, count=2, is_open=False))

    assert refused.status_code == 200
    assert refused.context["form"].errors["is_open"]
    assert closed.status_code == 302
    assert not Quiz.objects.get().is_open


def test_the_page_of_a_quiz_names_the_rule_that_lacks_questions(client):
    quiz = QuizFactory(bank=QuestionFactory().bank, draws=3)

    page = client.get(reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk]))

    assert "第一部分" in page.text
    [shortage] = page.context["panel"].children[2].get_context_data()["shortages"]
    assert "3" in shortage


@pytest.mark.parametrize(
    "name",
    [
        "question:index",
        "question:add",
        "wagtailsnippets_quizzes_questionbank:list",
        "wagtailsnippets_quizzes_questionbank:add",
        "wagtailsnippets_quizzes_quiz:list",
        "wagtailsnippets_quizzes_quiz:add",
    ],
)
def test_every_page_of_the_menu_opens_for_trainers_only(client, client_of, hr, name):
    assert client.get(reverse(name)).status_code == 200
    assert client_of(hr).get(reverse(name)).status_code != 200


def test_every_inline_script_carries_the_nonce_of_the_policy(client, question):
    """The back office's policy lets no other run (docs/adr/0007)."""
    quiz = QuizFactory(bank=question.bank)
    urls = [
        reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk]),
        reverse("question:edit", args=[question.pk]),
        reverse("question:index"),
        reverse("question:history", args=[question.pk]),
    ]

    for url in urls:
        response = client.get(url)
        page = response.text
        assert "<script>" not in page
        for nonce in re.findall(r'nonce="([^"]*)"', page):
            policy = response["Content-Security-Policy"]
            assert f"'nonce-{nonce}'" in policy or "'unsafe-inline'" in policy
        assert not re.search(r"\son(click|change|submit|load)=", page)


def test_the_list_of_questions_costs_the_same_for_one_and_for_five(client, question):
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("question:index"))
    for _ in range(4):
        QuestionFactory(bank=question.bank)
    with CaptureQueriesContext(connection) as five:
        client.get(reverse("question:index"))

    assert len(five) == len(one)


def test_content_of_every_type_survives_the_editor(client):
    for kind in ("single_choice", "multiple_choice", "true_false"):
        question = QuestionFactory(kind=kind)
        page = client.get(reverse("question:edit", args=[question.pk]))

        form = page.context["form"]
        spec = form.kind.spec_from_editor({**form.initial, **_truth(form)})
        assert form.kind.clean_spec(spec) == question.latest.spec


def _truth(form):
    truth = form.initial.get("truth")
    return {} if truth is None else {"truth": truth == "true"}


def test_a_copied_quiz_is_written_down_as_a_new_one(client, trainer, question):
    quiz = QuizFactory(bank=question.bank)
    url = reverse("wagtailsnippets_quizzes_quiz:copy", args=[quiz.pk])

    client.post(url, quiz_form(question.bank))

    entry = AuditEntry.objects.get(action="quiz.created")
    assert (entry.actor, entry.about_id) == (
        trainer,
        Quiz.objects.get(key="new-quiz").pk,
    )


def test_a_question_has_no_copy_without_versions(client, question):
    response = client.post(f"/admin/question/copy/{question.pk}/", typed(question))

    assert response.status_code == 404
    assert Question.objects.count() == 1


@pytest.mark.parametrize("field", ["time_limit_minutes", "wait_minutes"])
def test_minutes_beyond_the_calendar_are_refused(client, question, field):
    url = reverse("wagtailsnippets_quizzes_quiz:add")

    response = client.post(url, quiz_form(question.bank) | {field: "99999999999"})

    assert response.status_code == 200
    assert not Quiz.objects.exists()
