"""Starter banks and quizzes are loaded again and again without harm."""

import pytest

from quizzes import queries
from quizzes.models import Question, QuestionBank, Quiz
from quizzes.services import questions, quizzes, starter
from quizzes.services.starter import Counts
from tests.factories.quizzes import a_content

pytestmark = pytest.mark.django_db

BANK = """\
bank: {key: small, name: 小题库, name_en: Small}
questions:
  - key: small-1
    type: single_choice
    stem: 往哪边走？
    options:
      - {text: 右, correct: true}
      - {text: 左}
    difficulty: easy
    level: remember
    tags: [方向]
    references: [handbook/1]
  - key: small-2
    type: true_false
    stem: 右边是对的。
    answer: true
    difficulty: hard
    level: apply
"""
QUIZ = """\
quiz:
  key: small-quiz
  title: 小测验
  pass_grade: 80
  multiple_choice_scoring: all_or_nothing
sections:
  - title: 第一部分
    bank: small
    draw:
      - {tag: 方向, difficulty: easy, count: 1, max_mark: 6}
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (("banks/small.yaml", BANK), ("quizzes/small.yaml", QUIZ)):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def load(folder, now):
    def load(*, force=False):
        return starter.apply(starter.parse(folder), now=now, force=force)

    return load


def replace(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(folder):
    return [(p.location, p.message) for p in starter.parse(folder).problems]


def test_the_academys_own_files_are_clean_and_fill_their_quizzes(now):
    parsed = starter.parse()
    assert parsed.problems == []

    starter.apply(parsed, now=now)

    quiz = Quiz.objects.get(key="onboarding")
    assert queries.shortages(quiz) == []
    outline = queries.outline(quiz)
    assert (outline.questions, outline.marks) == (15, 100)


def test_loading_twice_changes_nothing(load):
    assert load() == Counts(created=4)
    assert load() == Counts(unchanged=4)


def test_a_changed_file_makes_a_version(load, folder):
    load()
    replace(folder, "banks/small.yaml", "往哪边走？", "往哪边拐？")

    assert load() == Counts(updated=1, unchanged=3)
    latest = Question.objects.get(key="small-1").latest
    assert (latest.number, latest.stem) == (2, "往哪边拐？")


def test_an_edited_question_is_left_alone_unless_forced(load, folder, trainer, now):
    load()
    question = Question.objects.get(key="small-1")
    questions.revise(
        question=question, content=a_content(stem="编辑过"), actor=trainer, now=now
    )

    assert load() == Counts(unchanged=3, skipped=1)
    question.refresh_from_db()
    assert question.newest.stem == "编辑过"
    assert load(force=True) == Counts(updated=1, unchanged=3)
    question.refresh_from_db()
    assert question.latest.stem == "往哪边走？"


def test_an_edited_quiz_is_left_alone_unless_forced(load, folder):
    load()
    Quiz.objects.update(title="编辑过")

    assert load() == Counts(unchanged=3, skipped=1)
    replace(folder, "quizzes/small.yaml", "count: 1", "count: 2")
    assert load() == Counts(unchanged=3, skipped=1)
    assert Quiz.objects.get().title == "编辑过"
    assert load(force=True) == Counts(updated=1, unchanged=3)
    assert Quiz.objects.get().title == "小测验"


def test_a_changed_quiz_file_replaces_its_rules(load, folder):
    load()
    replace(folder, "quizzes/small.yaml", "max_mark: 6", "max_mark: 7.5")

    assert load() == Counts(updated=1, unchanged=3)
    [section] = quizzes.as_data(Quiz.objects.get())["sections"]
    assert section["rules"] == [
        {"tag": "方向", "difficulty": 1, "count": 1, "max_mark": "7.50"}
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "location"),
    [
        ("banks/small.yaml", "type: true_false", "type: riddle", "small.yaml:13"),
        ("banks/small.yaml", "difficulty: easy", "difficulty: odd", "small.yaml:3"),
        ("banks/small.yaml", "correct: true", "correct: false", "small.yaml:3"),
        ("banks/small.yaml", "key: small-2", "key: small-1", "small.yaml:13"),
        ("banks/small.yaml", "stem: 右边是对的。", "", "small.yaml:13"),
        ("banks/small.yaml", "tags: [方向]", "tags: [方向", "small.yaml:12"),
        ("banks/small.yaml", "bank: {", "shop: {", "small.yaml:1"),
        ("quizzes/small.yaml", "pass_grade: 80", "pass_grade: 八十", "small.yaml:2"),
        ("quizzes/small.yaml", "bank: small", "bank: nowhere", "small.yaml:7"),
    ],
)
def test_a_problem_is_named_by_file_and_line_and_nothing_is_written(
    folder, load, name, old, new, location
):
    replace(folder, name, old, new)

    found = problems(folder)

    assert location in [place for place, _message in found]
    with pytest.raises(starter.HasProblems):
        load()
    assert not QuestionBank.objects.exists()


def test_all_problems_are_named_at_once(folder):
    replace(folder, "banks/small.yaml", "type: true_false", "type: riddle")
    replace(folder, "banks/small.yaml", "difficulty: easy", "difficulty: odd")

    assert len(problems(folder)) == 2
