import shutil
from textwrap import dedent

import pytest
from django.utils import translation

from courses.models import CoursePage, EntryPage, QuizStep, StarterPage, StepPage
from courses.services import starter
from courses.starter_files import FOLDER
from tests.factories import courses as make

CHAPTERS = "- {number: 1, title: 岗位, title_en: The role}\n"
ENTRY = """
    number: 7
    chapter: 1
    status: live
    title: 怎么办？
    title_en: What now?
    answer: 别急。
    answer_en: Keep calm.
    related: [8]
    body:
      - heading: 第一步
      - text: |
          先**道歉** <b>不</b>：

          - 一
          - 二
      - steps: {title: 次序, items: [{title: 听, text: 别打断}]}
      - do_dont: {title: "", do: [记下来], dont: [顶回去]}
      - table: {caption: 表, columns: [甲, 乙], rows: [[1, 二]]}
      - callout: {tone: note, title: 注, text: 记得。}
      - key_points: [先致歉]
      - legal: {statute: 某法, article: 第一条, text: 大意, checked_on: 2025-04-30}
"""
DRAFT = "number: 8\nchapter: 1\nstatus: draft\ntitle: 后来呢？\nrelated: []\n"
COURSE = """
    slug: first
    status: live
    title: 第一周
    summary: 简介
    minutes: 30
    awards_certificate: true
    validity_months: 24
    steps:
      - {read: 7}
      - {quiz: final, title: 测验}
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    for place in ("handbook/entries", "courses"):
        (tmp_path / place).mkdir(parents=True)
    write(tmp_path, "handbook/chapters.yaml", CHAPTERS)
    write(tmp_path, "handbook/entries/07.yaml", ENTRY)
    write(tmp_path, "handbook/entries/08.yaml", DRAFT)
    write(tmp_path, "courses/first.yaml", COURSE)
    return tmp_path


@pytest.fixture
def load(folder, now, db):
    make.a_quiz(key="final")

    def loaded(**options):
        parsed = starter.parse(folder, quiz_keys={"final"})
        assert parsed.problems == []
        return starter.apply(parsed, now=now, **options)

    return loaded


def write(folder, name, text):
    (folder / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def totals(counts):
    return counts.created, counts.updated, counts.unchanged, counts.skipped


def test_the_first_run_makes_everything(load):
    assert totals(load()) == (6, 0, 0, 0)

    entry = EntryPage.objects.get(number=7)
    assert (entry.live, entry.title, entry.answer) == (True, "怎么办？", "别急。")
    assert entry.get_parent().specific.number == 1
    assert entry.live_revision_id == entry.latest_revision_id
    assert [block.block_type for block in entry.body] == [
        "heading",
        "text",
        "steps",
        "do_dont",
        "table",
        "callout",
        "key_points",
        "legal",
    ]
    assert [related.entry.number for related in entry.related_entries.all()] == [8]


def test_light_markdown_becomes_rich_text_and_html_does_not(load):
    load()

    html = str(EntryPage.objects.get(number=7).body[1].value)

    assert "<strong>道歉</strong>" in html
    assert "&lt;b&gt;不&lt;/b&gt;" in html
    assert "<li>" in html


def test_a_loaded_entry_is_readable(load, client_of, learner):
    load()

    page = client_of(learner).get("/handbook/7/").content.decode()

    for text in ("第一步", "别打断", "记下来", "顶回去", "甲", "记得。", "某法"):
        assert text in page


def test_a_draft_stays_a_draft(load):
    load()

    draft = EntryPage.objects.get(number=8)
    assert (draft.live, draft.has_unpublished_changes) == (False, True)


def test_a_course_gets_its_steps_in_order(load):
    load()

    course = CoursePage.objects.get(slug="first")
    steps = [
        step.specific for step in StepPage.objects.child_of(course).order_by("path")
    ]
    assert [step.title for step in steps] == ["怎么办？", "测验"]
    assert steps[0].entry.number == 7
    assert isinstance(steps[1], QuizStep)
    assert course.validity_months == 24


def test_a_second_run_changes_nothing(load):
    load()
    revisions = EntryPage.objects.get(number=7).revisions.count()

    assert totals(load()) == (0, 0, 6, 0)
    assert EntryPage.objects.get(number=7).revisions.count() == revisions


def test_a_changed_file_is_published(load, folder):
    load()
    change(folder, "handbook/entries/07.yaml", "别急。", "慢慢说。")

    assert totals(load()) == (0, 1, 5, 0)
    assert EntryPage.objects.get(number=7).answer == "慢慢说。"


def test_what_was_edited_here_is_left_alone(load, folder):
    load()
    make.revise(EntryPage.objects.get(number=7), answer="我们自己的话。")
    change(folder, "handbook/entries/07.yaml", "别急。", "慢慢说。")

    counts = load()

    assert totals(counts) == (0, 0, 5, 1)
    assert "7. " in counts.warnings[0].location
    assert EntryPage.objects.get(number=7).answer == "我们自己的话。"


def test_a_draft_edit_counts_as_edited_too(load):
    load()
    entry = EntryPage.objects.get(number=7)
    entry.answer = "还在写。"
    entry.save_revision()

    assert load().skipped == 1


def test_what_was_taken_down_here_stays_down(load, folder):
    load()
    EntryPage.objects.get(number=7).unpublish()
    change(folder, "handbook/entries/07.yaml", "别急。", "慢慢说。")

    assert load().skipped == 1
    assert not EntryPage.objects.get(number=7).live


def test_force_overwrites_what_was_edited(load):
    load()
    make.revise(EntryPage.objects.get(number=7), answer="我们自己的话。")

    assert totals(load(force=True)) == (0, 1, 5, 0)
    assert EntryPage.objects.get(number=7).answer == "别急。"


def test_an_entry_that_is_not_ours_is_left_alone(load):
    make.an_entry(number=7, answer="早就在了。")

    assert load().skipped == 1
    assert EntryPage.objects.get(number=7).answer == "早就在了。"


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "message"),
    [
        ("entries/07", "title: 怎么办？\n", "", 1, "title"),
        ("entries/07", "answer: 别急。\n", "", 1, "answer"),
        ("entries/07", "number: 7", "number: seven", 1, "number"),
        ("entries/07", "number: 7", "number: 9", 1, "name of the file"),
        ("entries/07", "chapter: 1", "chapter: 3", 2, "chapter 3"),
        ("entries/07", "status: live", "status: online", 3, "status"),
        ("entries/07", "related: [8]", "related: [8, 99]", 8, "entry 99"),
        ("entries/07", "- heading: 第一步", "- headline: 第一步", 10, "headline"),
        ("entries/07", "tone: note", "tone: loud", 19, "tone"),
        ("entries/07", "rows: [[1, 二]]", "rows: [[1]]", 18, "cells"),
        ("entries/07", "2025-04-30", "soon", 21, "checked_on"),
        ("entries/07", "answer: 别急。", "anwser: 别急。", 6, "anwser"),
        ("entries/07", "title: 怎么办？", "title: 一\ntitle: 二", 5, "duplicate key"),
        ("entries/07", "related: [8]", "related: [8", 9, "YAML"),
        ("entries/08", "number: 8", "number: 7", 1, "taken already"),
        ("chapters", "number: 1", "number: x", 1, "number"),
    ],
)
def test_a_broken_handbook_file_is_named_with_its_line(
    folder, now, db, name, old, new, line, message
):
    check_problem(folder, now, f"handbook/{name}.yaml", old, new, line, message)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("{read: 7}", "{read: 70}", 9, "entry 70"),
        ("quiz: final", "quiz: other", 10, "other"),
        ("{read: 7}", "{read: 7, quiz: final}", 9, "either"),
        ("minutes: 30", "minutes: -1", 5, "minutes"),
        (
            "awards_certificate: true",
            "awards_certificate: sure",
            6,
            "awards_certificate",
        ),
        (", title: 测验", "", 10, "title"),
    ],
)
def test_a_broken_course_file_is_named_with_its_line(
    folder, now, db, old, new, line, message
):
    check_problem(folder, now, "courses/first.yaml", old, new, line, message)


def check_problem(folder, now, name, old, new, line, message):
    change(folder, name, old, new)

    parsed = starter.parse(folder, quiz_keys={"final"})

    assert any(
        problem.location == f"{name}:{line}" and message in problem.message
        for problem in parsed.problems
    ), [f"{problem.location} {problem.message}" for problem in parsed.problems]
    with pytest.raises(starter.HasProblems):
        starter.apply(parsed, now=now)
    assert not EntryPage.objects.exists()
    assert not StarterPage.objects.exists()


def test_every_problem_is_named_at_once(folder, db):
    change(folder, "handbook/entries/07.yaml", "status: live", "status: online")
    change(folder, "courses/first.yaml", "{read: 7}", "{read: 70}")

    problems = starter.parse(folder, quiz_keys={"final"}).problems

    assert len(problems) == 2


def test_our_own_files_are_clean(tmp_path):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)

    parsed = starter.parse(tmp_path, quiz_keys={"onboarding"})

    assert parsed.problems == []
    assert len(parsed.chapters) == 10
    assert [entry.number for entry in parsed.entries] == list(range(1, 81))
    assert [e.number for e in parsed.entries if e.is_live] == list(range(1, 9))
    assert [len(course.steps) for course in parsed.courses] == [9]
