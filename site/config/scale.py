"""A company of any size with years of quiz results, to measure reports against.

Written in bulk, past the services: nobody lived through it and nothing of it is
audited. The people are known by their numbers, so a second run adds only what is
missing.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, Q

from config.demo_history import plausible_answer
from courses.models import CoursePage, Enrolment, QuizStep, StepEvent, StepPage
from people.models import Department, Membership, Post, User
from quizzes import queries
from quizzes.models import Attempt, Item, Marking, QuestionVersion, Quiz, Response
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.rules import grading
from quizzes.rules.grading import MarkedItem

MARK = "SCALE"
COURSE = QUIZ = "onboarding"
TEAM = 12  # people to a manager
PEOPLE_AT_ONCE = 2000
# Fifteen items each: some ten thousand rows a statement keep both databases content.
ATTEMPTS_AT_ONCE = 400
DAYS = 700


class NothingToSeedWith(Exception):
    """There is no starter content or no company to grow; nothing has been written."""


@dataclass(slots=True, kw_only=True)
class Made:
    """How many rows were added."""

    people: int = 0
    enrolments: int = 0
    attempts: int = 0
    responses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A question as every attempt gets it, with one right and one wrong answer."""

    version: QuestionVersion
    section: str
    frozen: dict[str, Any]
    max_mark: Decimal
    # (answer, fraction) by whether it is meant to be right.
    answers: dict[bool, tuple[Any, Decimal]]


def strangers(known: set[str]) -> int:
    """Count the people who are neither ours nor of the demo company."""
    return (
        User.objects.exclude(employee_number__startswith=MARK)
        .exclude(employee_number__in=known)
        .count()
    )


def seed(*, people: int, attempts: int, now: datetime) -> Made:
    """Bring the company to this many people and attempts; what is there counts.

    :raises NothingToSeedWith: without starter content and a company
    """
    course = CoursePage.objects.filter(slug=COURSE).first()
    quiz = Quiz.objects.filter(key=QUIZ).first()
    departments = list(Department.objects.filter(numchild=0).order_by("path"))
    posts = list(Post.objects.order_by("pk"))
    if course is None or quiz is None or not departments or not posts:
        raise NothingToSeedWith
    made = Made()
    made.people = _add_people(people, departments, posts, now=now)
    made.enrolments = _enrol(course, now=now)
    if attempts:
        _add_attempts(made, quiz, course, attempts, now=now)
    return made


def _scale_people() -> Any:
    return User.objects.filter(employee_number__startswith=MARK)


def _add_people(
    wanted: int, departments: list[Department], posts: list[Post], *, now: datetime
) -> int:
    there = _scale_people().count()
    chance = random.Random(there)  # noqa: S311  # the same company every time
    for start in range(there, wanted, PEOPLE_AT_ONCE):
        numbers = range(start + 1, min(start + PEOPLE_AT_ONCE, wanted) + 1)
        with transaction.atomic():
            batch = User.objects.bulk_create(
                User(
                    employee_number=f"{MARK}{number:06}",
                    name=f"员工{number:06}",
                    department=chance.choice(departments),
                    post=chance.choice(posts),
                    hired_on=(now - timedelta(days=chance.randint(30, 3000))).date(),
                    password=make_password(None),
                )
                for number in numbers
            )
            # The first of each team leads it; the leaders report to nobody.
            for place, person in enumerate(batch):
                leader = batch[place - place % TEAM]
                person.line_manager = None if person is leader else leader
            User.objects.bulk_update(batch, ["line_manager"], batch_size=500)
            Membership.objects.bulk_create(
                Membership(
                    person=person,
                    department=person.department,
                    post=person.post,
                    line_manager=person.line_manager,
                    active_from=person.hired_on,
                    applied_at=now,
                )
                for person in batch
            )
    return max(wanted - there, 0)


def _enrol(course: CoursePage, *, now: datetime) -> int:
    """Put nine in ten of them into the course, each somewhere in its readings."""
    outside = _scale_people().exclude(enrolments__course=course).order_by("pk")
    steps = [s for s in StepPage.objects.of(course) if hasattr(s, "readingstep")]
    made = 0
    people = [person for person in outside if person.pk % 10]
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        with transaction.atomic():
            batch = Enrolment.objects.bulk_create(
                Enrolment(
                    person=person,
                    course=course,
                    enrolled_at=now - timedelta(days=DAYS + 10),
                    due_on=(now - timedelta(days=person.pk % 60 - 30)).date(),
                )
                for person in people[start : start + PEOPLE_AT_ONCE]
            )
            events = []
            for enrolment in batch:
                done = enrolment.person_id % (len(steps) + 1)
                for day, step in enumerate(steps[:done]):
                    at = enrolment.enrolled_at + timedelta(days=day)
                    for kind in (StepEvent.Kind.OPENED, StepEvent.Kind.PASSED):
                        events.append(
                            StepEvent(enrolment=enrolment, step=step, kind=kind, at=at)
                        )
            StepEvent.objects.bulk_create(events, batch_size=5000)
        made += len(batch)
    return made


def _add_attempts(
    made: Made, quiz: Quiz, course: CoursePage, wanted: int, *, now: datetime
) -> None:
    questions = _questions(quiz)
    steps = list(QuizStep.objects.child_of(course).filter(quiz=quiz))
    chance = random.Random(wanted)  # noqa: S311
    for batch in _batches(quiz, wanted, now=now):
        rows = [_sit(attempt, questions, chance) for attempt in batch]
        with transaction.atomic():
            Attempt.objects.bulk_create(batch)
            items = [item for sheet in rows for item, _answer in sheet]
            Item.objects.bulk_create(items, batch_size=5000)
            responses = [
                Response(
                    item=item,
                    sequence=1,
                    operation_id=UUID(int=chance.getrandbits(128), version=4),
                    answer=answer,
                    answered_at=item.attempt.submitted_at or now,
                )
                for sheet in rows
                for item, (answer, _fraction) in sheet
            ]
            Response.objects.bulk_create(responses, batch_size=5000)
            fractions = [f for sheet in rows for _item, (_answer, f) in sheet]
            Marking.objects.bulk_create(
                (
                    Marking(
                        item=response.item,
                        response=response,
                        outcome=grading.outcome(fraction),
                        fraction=fraction,
                        marked_at=response.answered_at,
                    )
                    for response, fraction in zip(responses, fractions, strict=True)
                ),
                batch_size=5000,
            )
            _carry(batch, steps, course)
        made.attempts += len(batch)
        made.responses += len(responses)


def _batches(quiz: Quiz, wanted: int, *, now: datetime) -> Iterator[list[Attempt]]:
    """The attempts that are missing, dealt out to everybody in turn."""
    people = list(
        _scale_people()
        .annotate(sat=Count("attempts", filter=Q(attempts__quiz=quiz)))
        .order_by("pk")
    )
    missing = wanted - sum(person.sat for person in people)
    if not people or missing <= 0:
        return
    rules = quiz.frozen_rules()
    batch: list[Attempt] = []
    for turn in range(missing):
        person = people[turn % len(people)]
        person.sat += 1
        days = DAYS * (turn + 1) / missing
        started = now - timedelta(days=DAYS + 1) + timedelta(days=days)
        batch.append(
            Attempt(
                quiz=quiz,
                person=person,
                number=person.sat,
                seed=turn,
                rules=rules,
                started_at=started,
                submitted_at=started + timedelta(minutes=14),
                closed_by=Attempt.ClosedBy.PERSON,
            )
        )
        if len(batch) == ATTEMPTS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _sit(
    attempt: Attempt, questions: list[_Question], chance: random.Random
) -> list[tuple[Item, tuple[Any, Decimal]]]:
    """Write the items and answers of one attempt, and give it its grade."""
    able = chance.uniform(0.5, 1)
    sheet, marked = [], []
    for position, question in enumerate(questions, start=1):
        item = Item(
            attempt=attempt,
            position=position,
            section_title=question.section,
            version=question.version,
            frozen=question.frozen,
            max_mark=question.max_mark,
        )
        answer = question.answers[chance.random() < able]
        sheet.append((item, answer))
        marked.append(
            MarkedItem(
                max_mark=question.max_mark,
                outcome=grading.outcome(answer[1]),
                fraction=answer[1],
            )
        )
    attempt.grade = grading.grade(marked)
    attempt.passed = grading.passed(attempt.grade, pass_grade=attempt.pass_grade)
    return sheet


def _questions(quiz: Quiz) -> list[_Question]:
    """One paper for everybody: what differs between papers costs nothing to read."""
    found: dict[int, _Question] = {}
    chance = random.Random(1)  # noqa: S311
    for rule in queries.draw_rules(quiz):
        pool = [
            c for c in queries.pool({rule.section.bank_id}) if c.question not in found
        ]
        for candidate in pool[: rule.count]:
            version = QuestionVersion.objects.get(
                pk=QuestionVersion.objects.filter(question=candidate.question)
                .order_by("-number")
                .values("pk")[:1]
            )
            found[candidate.question] = _question(version, rule, quiz, chance)
    return list(found.values())


def _question(
    version: QuestionVersion, rule: Any, quiz: Quiz, chance: random.Random
) -> _Question:
    kind = QUESTION_TYPES[version.kind]
    frozen = {
        "kind": version.kind,
        "number": version.number,
        "stem": version.stem,
        "explanation": version.explanation,
        "references": version.references,
        "question": kind.freeze(version.spec, rng=chance, rules=quiz.frozen_rules()),
    }
    answers = {}
    for right in (True, False):
        answer = plausible_answer(Item(frozen=frozen), right=right, chance=chance)
        fraction = kind.fraction(frozen["question"], answer)
        answers[right] = answer, fraction if fraction is not None else Decimal(0)
    return _Question(
        version=version,
        section=rule.section.title,
        frozen=frozen,
        max_mark=rule.max_mark,
        answers=answers,
    )


def _carry(batch: list[Attempt], steps: list[QuizStep], course: CoursePage) -> None:
    """Write what the attempts mean for the course, as the receivers would have."""
    people = [attempt.person_id for attempt in batch]
    enrolled = dict(
        Enrolment.objects.open()
        .filter(course=course, person__in=people)
        .values_list("person_id", "pk")
    )
    StepEvent.objects.bulk_create(
        StepEvent(
            enrolment_id=enrolled[attempt.person_id],
            step_id=step.pk,
            kind=StepEvent.Kind.PASSED if attempt.passed else StepEvent.Kind.FAILED,
            at=attempt.submitted_at or attempt.started_at,
            attempt=attempt,
        )
        for attempt in batch
        if attempt.person_id in enrolled
        for step in steps
    )
