"""A little past for the demo company, lived through the same services as real people.

Each person's days are derived from the employee number, so every installation tells
the same story, counted back from its own today.
"""

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from courses.models import CoursePage, Enrolment, QuizStep, ReadingStep, StepPage
from courses.services import enrolments, readings
from people.models import User
from people.services import notifications
from quizzes.models import Attempt, Item
from quizzes.services import attempts

COURSE = "onboarding"
DAYS_TO_LEARN = 14


def live_through(
    *, learners: Iterable[Mapping[str, str]], new_hire: str, hr: str, now: datetime
) -> int:
    """Enrol the learners and bring each to the state that is asked for.

    Whoever is enrolled already is left alone. Returns how many were not.
    """
    course = CoursePage.objects.filter(slug=COURSE).first()
    if course is None:
        return 0
    officer, rows = User.objects.get(employee_number=hr), list(learners)
    done = 0
    for row in rows:
        person = User.objects.get(employee_number=row["number"])
        if not Enrolment.objects.filter(person=person, course=course).exists():
            _Life(person, course, officer, now).lead(row["state"])
            done += 1
    newcomer = User.objects.get(employee_number=new_hire)
    enrolments.enrol(
        person=newcomer,
        course=course,
        enrolled_by=officer,
        due_on=(now + timedelta(days=DAYS_TO_LEARN)).date(),
        now=now,
    )
    notifications.keep_from_mail(people=[new_hire, *(r["number"] for r in rows)])
    return done


class _Life:
    """One learner's days in the course."""

    def __init__(
        self, person: User, course: CoursePage, officer: User, now: datetime
    ) -> None:
        self.chance = random.Random(person.employee_number)  # noqa: S311  # a story
        self.person = person
        self.steps = list(StepPage.objects.of(course))
        self.today = now
        days = self.chance.randint(5, 20)
        self.at = now - timedelta(days=days, hours=self.chance.randint(0, 5))
        self.enrolment = enrolments.enrol(
            person=person,
            course=course,
            enrolled_by=officer,
            due_on=(self.at + timedelta(days=DAYS_TO_LEARN)).date(),
            now=self.at,
        )

    def lead(self, state: str) -> None:
        if state == "not_started":
            return
        to_read = [step.specific for step in self.steps if hasattr(step, "readingstep")]
        if state == "reading":
            to_read = to_read[: self.chance.randint(2, len(to_read) - 1)]
        for step in to_read:
            self.read(step)
        if state in {"finished", "failed_once"}:
            quiz = next(s.quizstep for s in self.steps if hasattr(s, "quizstep"))
            self.sit(quiz, passes=state == "finished")

    def read(self, step: ReadingStep) -> None:
        self.at += timedelta(minutes=self.chance.randint(5, 300))
        readings.open_step(enrolment=self.enrolment, step=step, now=self.at)
        self.at += timedelta(minutes=self.chance.randint(2, 9))
        readings.complete_step(enrolment=self.enrolment, step=step, now=self.at)

    def sit(self, step: QuizStep, *, passes: bool) -> None:
        self.at += timedelta(hours=self.chance.randint(1, 20))
        self.at = min(self.at, self.today - timedelta(hours=2))
        attempt = attempts.start(quiz=step.quiz, person=self.person, now=self.at)
        items = list(attempt.items.order_by("position"))
        most = len(items) // 10 if passes else len(items) // 2
        wrong = set(self.chance.sample(range(len(items)), self.chance.randint(0, most)))
        if not passes:
            wrong |= set(self.chance.sample(range(len(items)), len(items) // 3))
        for place, item in enumerate(items):
            self.answer(item, right=place not in wrong)
        self.at += timedelta(seconds=30)
        attempts.submit(attempt=Attempt.objects.get(pk=attempt.pk), now=self.at)

    def answer(self, item: Item, *, right: bool) -> None:
        self.at += timedelta(seconds=self.chance.randint(12, 55))
        attempts.respond(
            item=item,
            operation_id=UUID(int=self.chance.getrandbits(128), version=4),
            expected_sequence=0,
            answer=plausible_answer(item, right=right, chance=self.chance),
            now=self.at,
        )


def plausible_answer(item: Item, *, right: bool, chance: random.Random) -> Any:
    """Return an answer as it is stored: the right one, or a plausible wrong one."""
    question, kind = item.frozen["question"], item.frozen["kind"]
    if kind == "true_false":
        return question["right"] if right else not question["right"]
    if kind == "multiple_choice":
        return sorted(question["right"]) if right else sorted(question["right"])[:1]
    if right:
        return question["right"][0]
    others = [
        o["key"] for o in question["options"] if o["key"] not in question["right"]
    ]
    return chance.choice(others)
