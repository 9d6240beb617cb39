"""The three types, and that others fit behind the same contract."""

import random
from decimal import Decimal
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.test import override_settings
from django.urls import reverse

from quizzes.question_types.contract import BadAnswer, QuestionType, SpecError
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.services import attempts, marking
from tests.factories.quizzes import MULTIPLE, SINGLE, a_quiz

RULES = {"shuffle_options": False, "multiple_choice_scoring": "proportional"}


def posted(query):
    return QueryDict(query)


def frozen(kind, spec, **rules):
    made = QUESTION_TYPES[kind]
    return made, made.freeze(
        made.clean_spec(spec), rng=random.Random(1), rules={**RULES, **rules}
    )


@pytest.mark.parametrize(
    ("kind", "spec", "query", "answer", "fraction"),
    [
        ("single_choice", SINGLE, "answer=a", "a", "1"),
        ("single_choice", SINGLE, "answer=b", "b", "0"),
        ("multiple_choice", MULTIPLE, "answer=b&answer=a", ["a", "b"], "1"),
        ("multiple_choice", MULTIPLE, "answer=a", ["a"], "0.5"),
        ("multiple_choice", MULTIPLE, "answer=a&answer=c", ["a", "c"], "0"),
        ("true_false", {"answer": False}, "answer=false", False, "1"),
        ("true_false", {"answer": False}, "answer=true", True, "0"),
    ],
)
def test_an_answer_is_read_and_marked(kind, spec, query, answer, fraction):
    made, question = frozen(kind, spec)

    read = made.read(question, posted(query))

    assert read == answer
    assert made.fraction(question, read) == Decimal(fraction)


@pytest.mark.parametrize("kind", list(QUESTION_TYPES))
@pytest.mark.parametrize("query", ["", "answer="])
def test_nothing_chosen_is_no_answer(kind, query):
    spec = {"true_false": {"answer": True}}.get(kind, SINGLE)
    made, question = frozen(kind, spec)

    assert made.read(question, posted(query)) is None


@pytest.mark.parametrize(
    ("kind", "spec", "query"),
    [
        ("single_choice", SINGLE, "answer=z"),
        ("single_choice", SINGLE, "answer=a&answer=b"),
        ("multiple_choice", MULTIPLE, "answer=a&answer=z"),
        ("true_false", {"answer": True}, "answer=1"),
    ],
)
def test_what_was_not_offered_is_no_answer(kind, spec, query):
    made, question = frozen(kind, spec)

    with pytest.raises(BadAnswer):
        made.read(question, posted(query))


def options(*rows):
    return {"options": [{"text": text, "correct": ok} for text, ok in rows]}


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("single_choice", options(("右", True))),
        ("single_choice", options(("右", True), ("左", True))),
        ("single_choice", options(("右", False), ("左", False))),
        ("single_choice", options(("右", True), ("右", False))),
        ("single_choice", options(("右", False), ("左", False), ("", True))),
        ("single_choice", {}),
        ("multiple_choice", options(("右", False), ("左", False))),
        ("true_false", {}),
        ("true_false", {"answer": "true"}),
    ],
)
def test_what_cannot_be_marked_cannot_be_written(kind, spec):
    with pytest.raises(SpecError):
        QUESTION_TYPES[kind].clean_spec(spec)


def test_blank_rows_are_left_out_and_keys_are_kept():
    spec = options(("右", True), ("", False), ("左", False))
    spec["options"][2]["key"] = "a"

    cleaned = QUESTION_TYPES["single_choice"].clean_spec(spec)

    assert [(o["key"], o["text"]) for o in cleaned["options"]] == [
        ("b", "右"),
        ("a", "左"),
    ]
    assert QUESTION_TYPES["single_choice"].clean_spec(cleaned) == cleaned


def test_options_are_shuffled_by_the_seed_and_only_where_wanted():
    made = QUESTION_TYPES["multiple_choice"]
    spec = made.clean_spec(MULTIPLE)

    def order(seed, shuffle):
        rules = {**RULES, "shuffle_options": shuffle}
        question = made.freeze(spec, rng=random.Random(seed), rules=rules)
        return [option["key"] for option in question["options"]]

    assert order(1, shuffle=False) == ["a", "b", "c", "d"]
    assert order(5, shuffle=True) == order(5, shuffle=True)
    assert len({tuple(order(seed, shuffle=True)) for seed in range(20)}) > 5


class Toy(QuestionType):
    """One line of text; subclasses say who marks it."""

    key = "toy"
    label = "填空"
    template = "toy/ask.html"
    review_template = "toy/review.html"
    editor_template = "quizzes/admin/fields_editor.html"

    def clean_spec(self, spec):
        return {"right": spec.get("right", "")}

    def freeze(self, spec, *, rng, rules):
        return spec

    def ask(self, frozen, answer):
        return answer or ""

    def read(self, frozen, data):
        text = data.get("answer", "").strip()
        if len(text) > 20:
            raise BadAnswer
        return {"text": text} if text else None

    def fraction(self, frozen, answer):
        return None

    def explain(self, frozen, answer):
        return {"given": answer["text"] if answer else "", "right": frozen["right"]}

    def in_words(self, frozen, answer):
        return answer["text"]

    def spec_in_words(self, spec):
        return [spec["right"]]

    def editor_fields(self):
        return {"right": forms.CharField()}

    def editor_initial(self, spec):
        return {"right": spec.get("right", "")}

    def spec_from_editor(self, cleaned):
        return {"right": cleaned["right"]}


class MarkedToy(Toy):
    def fraction(self, frozen, answer):
        return Decimal(answer["text"] == frozen["right"])


TOY_TEMPLATES = {
    "toy/ask.html": '<input type="text" name="answer" value="{{ asked.text }}">',
    "toy/review.html": "<p>toy: {{ explained.given }}|{{ explained.right }}</p>",
}


@pytest.fixture
def toy_templates(settings):
    """The toy's templates, found before ours as those of any other app would be."""
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [
        {
            **engine,
            "APP_DIRS": False,
            "OPTIONS": {
                **engine["OPTIONS"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", TOY_TEMPLATES),
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ]


def sit(client, learner, text):
    """Sit a one-question quiz of the toy type through the pages."""
    quiz = a_quiz(kind="toy")
    page = client.post(reverse("quizzes:start", args=[quiz.pk]), follow=True)
    attempt = learner.attempts.get()
    saved = client.post(
        reverse("quizzes:respond", args=[attempt.items.get().pk]),
        {"answer": text, "operation_id": uuid4(), "expected_sequence": 0},
        headers={"accept": "application/json"},
    )
    again = client.get(reverse("quizzes:attempt", args=[attempt.pk]))
    result = client.post(reverse("quizzes:submit", args=[attempt.pk]), follow=True)
    attempt.refresh_from_db()
    return attempt, page, saved, again, result


@pytest.mark.django_db
def test_a_type_with_a_text_input_runs_through_every_page(
    client_of, learner, toy_templates, monkeypatch, clock
):
    monkeypatch.setitem(QUESTION_TYPES, "toy", MarkedToy())

    attempt, page, saved, again, result = sit(client_of(learner), learner, " 右 ")

    assert '<input type="text" name="answer" value="">' in page.text
    assert saved.status_code == 200
    assert 'value="右"' in again.text
    assert "toy: 右|" in result.text
    assert attempt.grade == 0  # the spec's right answer is empty


@pytest.mark.django_db
def test_a_type_that_a_person_must_mark_waits_and_is_then_graded(
    client_of, learner, trainer, toy_templates, monkeypatch, clock, now
):
    monkeypatch.setitem(QUESTION_TYPES, "toy", Toy())
    attempt, _page, _saved, _again, result = sit(client_of(learner), learner, "右")

    assert (attempt.grade, attempt.passed) == (None, None)
    assert result.status_code == 200

    item = attempt.items.get()
    marking.mark_by_hand(
        item=item, fraction=Decimal("0.75"), comment="好", marker=trainer, now=now
    )
    attempt.refresh_from_db()
    assert (attempt.grade, attempt.passed) == (75, True)
    assert [m.outcome for m in item.markings.order_by("pk")] == ["waiting", "partial"]


@pytest.mark.django_db
def test_nobody_marks_by_hand_while_the_attempt_runs_or_without_an_answer(
    quiz, learner, trainer, now
):
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    item = attempt.items.get(position=1)

    for submit_first in (False, True):
        if submit_first:
            attempts.submit(attempt=attempt, now=now)
        with pytest.raises(marking.NotMarkable):
            marking.mark_by_hand(
                item=item, fraction=Decimal(1), comment="", marker=trainer, now=now
            )


@pytest.mark.django_db
@override_settings(LANGUAGE_CODE="en")
@pytest.mark.parametrize("scoring", ["all_or_nothing", "proportional", "penalised"])
def test_the_paper_says_how_multiple_choice_is_marked(
    client_of, learner, clock, scoring
):
    quiz = a_quiz(kind="multiple_choice", multiple_choice_scoring=scoring)
    client = client_of(learner)

    intro = client.get(reverse("quizzes:quiz", args=[quiz.pk]))
    paper = client.post(reverse("quizzes:start", args=[quiz.pk]), follow=True)

    [item] = paper.context["paper"].items
    assert str(item.note) == str(intro.context["outline"].scoring_note)
    assert item.asked[0].key in {"a", "b", "c", "d"}
