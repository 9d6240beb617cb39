"""Banks, questions and quizzes for tests."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from quizzes.models import DrawRule, Question, QuestionBank, Quiz, Section
from quizzes.services import questions
from quizzes.services.questions import Content

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
SINGLE = {
    "options": [
        {"text": "右", "correct": True},
        {"text": "左", "correct": False},
        {"text": "上", "correct": False},
    ]
}
MULTIPLE = {
    "options": [
        {"text": "右一", "correct": True},
        {"text": "右二", "correct": True},
        {"text": "错一", "correct": False},
        {"text": "错二", "correct": False},
    ]
}
SPECS = {
    "single_choice": SINGLE,
    "multiple_choice": MULTIPLE,
    "true_false": {"answer": True},
}


class QuestionBankFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionBank

    key = factory.Sequence(lambda n: f"bank-{n}")
    name = factory.Sequence(lambda n: f"题库{n}")


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question with its first version; kind, spec, tags and so on as wanted."""

    class Meta:
        model = Question

    bank = factory.SubFactory(QuestionBankFactory)
    key = factory.Sequence(lambda n: f"question-{n}")

    @classmethod
    def _create(cls, model_class, *args, bank, key, is_active=True, **content):
        return questions.create(
            bank=bank,
            key=key,
            content=a_content(stem=content.pop("stem", f"{key}？"), **content),
            is_active=is_active,
            actor=None,
            now=WRITTEN,
        )


def a_content(kind="single_choice", **changed):
    values = {
        "stem": "往哪边走？",
        "spec": SPECS.get(kind, {}),
        "explanation": "因为右边是对的。",
        "difficulty": 1,
        "level": "remember",
        "tags": ["礼仪"],
        "references": [],
    }
    return Content(kind=kind, **{**values, **changed})


class QuizFactory(factory.django.DjangoModelFactory):
    """An open quiz of one section that draws `draws` questions of `bank`."""

    class Meta:
        model = Quiz

    key = factory.Sequence(lambda n: f"quiz-{n}")
    title = factory.Sequence(lambda n: f"测验{n}")
    pass_grade = Decimal(60)
    is_open = True

    @classmethod
    def _create(cls, model_class, *args, bank=None, draws=1, max_mark=1, **fields):
        quiz = model_class.objects.create(**fields)
        if bank is not None:
            section = Section.objects.create(quiz=quiz, title="第一部分", bank=bank)
            DrawRule.objects.create(
                section=section, count=draws, max_mark=Decimal(max_mark)
            )
        return quiz


def a_quiz(*, questions=1, kind="single_choice", **fields):
    """A quiz whose paper is all of a bank of its own."""
    bank = QuestionBankFactory()
    for _ in range(questions):
        QuestionFactory(bank=bank, kind=kind)
    return QuizFactory(bank=bank, draws=questions, **fields)


def right_answer(item):
    """What marks the item as right, as it is stored."""
    right = item.frozen["question"]["right"]
    if item.frozen["kind"] == "single_choice":
        return right[0]
    return sorted(right) if isinstance(right, list) else right


def wrong_answer(item):
    frozen = item.frozen["question"]
    if item.frozen["kind"] == "true_false":
        return not frozen["right"]
    wrong = [o["key"] for o in frozen["options"] if o["key"] not in frozen["right"]]
    return wrong[0] if item.frozen["kind"] == "single_choice" else wrong[:1]
