"""What quizzes asks of courses through the settings (quizzes/references.py)."""

import re

from django.utils.translation import override

from courses.models import QuizStep, StepPage
from courses.queries.content import kept
from courses.queries.handbook import contents
from courses.queries.progress import in_courses_of, with_course_path
from people.models import User
from quizzes.models import Quiz
from quizzes.rules.links import Link

# As entries are numbered (EntryPage.number).
REFERENCE = re.compile(r"handbook/([0-9]{1,3})")


def handbook_links(references: list[str], language: str) -> dict[str, Link]:
    """Return the links of the live entries among references such as "handbook/7"."""
    with override(language):
        entries = {line.number: line for line in contents().lines.values()}
    links = {}
    for reference in references:
        match = REFERENCE.fullmatch(reference)
        line = entries.get(int(match[1])) if match else None
        if line is not None:
            links[reference] = Link(title=f"{line.number}. {line.title}", url=line.url)
    return links


def quiz_return_links(quiz: Quiz, person: User) -> list[Link]:
    """Return the steps of the person's courses that this quiz belongs to."""
    steps = kept(("steps of quiz", quiz.pk), lambda: _steps_with(quiz))
    return [
        Link(title=step.display_title, url=step.address)
        for step in in_courses_of(person, steps)
    ]


def _steps_with(quiz: Quiz) -> list[StepPage]:
    return list(with_course_path(QuizStep.objects.live().filter(quiz=quiz)))
