"""The people and papers of a bench: made in its own database, never elsewhere."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from courses.models import CoursePage, StepPage
from courses.services import enrolments, readings
from people.models import Department, Notice, Post, Role, User
from people.services import memberships, notices, roles
from quizzes.models import DrawRule, Quiz, Section

LEARNERS = 32
OFFICERS = 4
# Copies of the starter quiz without limits: so that attempts can be started for as
# long as starting is measured.
PAPERS = 40
COURSE = QUIZ = "onboarding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """What the client is told: who signs in, and which quizzes they sit."""

    learners: list[str]
    officers: list[str]
    password: str
    quizzes: list[int]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def make(*, now: datetime) -> Cast:
    """Make the learners, in the middle of their course, the HR officers and papers."""
    password = secrets.token_urlsafe(12)
    # Hashed once: making thirty of them would take longer than the bench.
    hashed = make_password(password)
    learners = [
        _person(f"BENCH{n:03}", hashed, now=now) for n in range(1, LEARNERS + 1)
    ]
    officers = [_person(f"BENCHHR{n}", hashed, now=now) for n in range(1, OFFICERS + 1)]
    for officer in officers:
        roles.give(person=officer, role=Role.HR, actor=None, now=now)
    course = CoursePage.objects.get(slug=COURSE)
    for learner in learners:
        _learn_half(learner, course, now=now)
    return Cast(
        learners=[person.employee_number for person in learners],
        officers=[person.employee_number for person in officers],
        password=password,
        quizzes=[_copy_of_quiz(n) for n in range(1, PAPERS + 1)],
    )


def _person(number: str, hashed: str, *, now: datetime) -> User:
    person = User.objects.create_user(number, name=f"测试{number[-3:]}")
    person.password = hashed
    person.save(update_fields=["password"])
    for notice in Notice.objects.all():
        notices.acknowledge(person=person, notice=notice, now=now)
    memberships.join(
        person=person,
        department=Department.objects.order_by("-depth", "path")[0],
        post=Post.objects.order_by("pk")[0],
        line_manager=None,
        active_from=now.date(),
        actor=None,
        now=now,
    )
    return person


def _learn_half(person: User, course: CoursePage, *, now: datetime) -> None:
    enrolment = enrolments.enrol(person=person, course=course, now=now)
    steps = [step for step in StepPage.objects.of(course) if _is_reading(step)]
    for step in steps[: len(steps) // 2]:
        readings.open_step(enrolment=enrolment, step=step.readingstep, now=now)
        readings.complete_step(enrolment=enrolment, step=step.readingstep, now=now)


def _is_reading(step: StepPage) -> bool:
    return hasattr(step, "readingstep")


def _copy_of_quiz(number: int) -> int:
    quiz = Quiz.objects.get(key=QUIZ)
    sections = list(Section.objects.filter(quiz=quiz).order_by("sort_order", "pk"))
    quiz.pk, quiz.key = None, f"bench-{number}"
    quiz.attempts_allowed, quiz.wait_minutes = None, 0
    quiz.save()
    for section in sections:
        rules = list(DrawRule.objects.filter(section=section).order_by("pk"))
        section.pk, section.quiz = None, quiz
        section.save()
        for rule in rules:
            rule.pk, rule.section = None, section
            rule.save()
    return quiz.pk
