"""Handbook, courses and facts about them for tests. Pages go through revisions."""

import itertools
from decimal import Decimal

from courses.models import (
    ChapterPage,
    CourseIndexPage,
    CoursePage,
    EntryPage,
    HandbookIndexPage,
    QuizStep,
    ReadingStep,
)
from courses.services import enrolments
from quizzes.models import Attempt, Quiz

# They go round: no test needs more, and tests name numbers outside these ranges.
_numbers = itertools.cycle(range(200, 540))
_chapters = itertools.cycle(range(20, 60))
_slugs = itertools.count(1)


def put(parent, page, *, live=True):
    """Add a page below another, and publish it as an editor would."""
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def revise(page, **changed):
    """Publish a new revision."""
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def a_chapter(**fields):
    number = fields.pop("number", None) or next(_chapters)
    fields = {"number": number, "title": f"第{number}章", **fields}
    return put(HandbookIndexPage.objects.get(), ChapterPage(**fields))


def an_entry(*, chapter=None, live=True, **fields):
    number = fields.pop("number", None) or next(_numbers)
    fields = {
        "number": number,
        "title": f"问题{number}？",
        "answer": "答案。",
        **fields,
    }
    return put(chapter or a_chapter(), EntryPage(**fields), live=live)


def a_course(*, live=True, **fields):
    slug = fields.pop("slug", None) or f"course-{next(_slugs)}"
    fields = {"slug": slug, "title": f"课程{slug}", "summary": "简介", **fields}
    return put(CourseIndexPage.objects.get(), CoursePage(**fields), live=live)


def a_reading_step(course, *, entry=None, live=True, **fields):
    slug = fields.pop("slug", None) or f"step-{next(_slugs)}"
    page = ReadingStep(slug=slug, title=f"步骤{slug}", entry=entry, **fields)
    return put(course, page, live=live)


def a_quiz_step(course, quiz, *, live=True, **fields):
    slug = fields.pop("slug", None) or f"step-{next(_slugs)}"
    page = QuizStep(slug=slug, title=f"步骤{slug}", quiz=quiz, **fields)
    return put(course, page, live=live)


def a_quiz(**fields):
    key = f"quiz-{next(_slugs)}"
    return Quiz.objects.create(**{"key": key, "title": f"测验{key}", **fields})


def an_attempt(quiz, person, *, started_at, number=1, grade=None, passed=None):
    """A graded attempt; without a grade an open one. Its items do not matter here."""
    attempt = Attempt(
        quiz=quiz,
        person=person,
        number=number,
        seed=1,
        rules=quiz.frozen_rules(),
        started_at=started_at,
    )
    if grade is not None:
        attempt.submitted_at = started_at
        attempt.closed_by = "person"
        attempt.grade, attempt.passed = Decimal(grade), passed
    attempt.save()
    return attempt


def an_enrolment(person, course, *, now, **fields):
    return enrolments.enrol(person=person, course=course, now=now, **fields)
