"""What a person finds on the home page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from courses.models import Enrolment
from courses.queries.certificates import CertificateLine, certificates_of
from courses.queries.handbook import (
    EntryLine,
    Outdated,
    ReadCount,
    reading_of,
)
from courses.queries.progress import CourseState, course_states, live_courses
from people.models import User
from people.prepared import Prepared
from quizzes.models import Attempt

RECENT = 4
# The others follow as these are confirmed.
OUTDATED = 6
CERTIFICATES = 3
ATTEMPTS = 5


_enrolments = Prepared(
    lambda person: (
        Enrolment.objects.open().filter(person=person).select_related("certificate")
    )
)
_open_attempts = Prepared(
    lambda person: (
        Attempt.objects.open().filter(person=person).order_by("due_at", "pk")[:1]
    )
)


class Todo(StrEnum):
    """What kind of thing is next; the template has the words for each."""

    RESUME = "resume"  # a quiz is running
    CONTINUE = "continue"  # the next step of a course
    ENROL = "enrol"  # a course to begin
    READ = "read"  # nothing is due: the handbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The one thing to do next."""

    todo: Todo
    # The quiz, the step or the course it is about; empty for the handbook.
    title: str
    url: str
    # Until when; None: no deadline.
    due_at: datetime | None = None

    @property
    def is_resume(self) -> bool:
        return self.todo == Todo.RESUME

    @property
    def is_continue(self) -> bool:
        return self.todo == Todo.CONTINUE

    @property
    def is_enrol(self) -> bool:
        return self.todo == Todo.ENROL


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything on the home page that is about learning."""

    action: Action
    # The course to go on with; None: none is open, or all are done.
    current: CourseState | None
    # The other open courses, then the finished ones.
    others: list[CourseState]
    overdue: int
    reading: ReadCount
    recent: list[EntryLine]
    # Entries they confirmed once, and are asked to confirm again.
    outdated: list[Outdated]
    certificates: list[CertificateLine]


def home(person: User, now: datetime) -> Home:
    """Gather the home page, in five queries whatever the person has done."""
    states = _states(person)
    unfinished = sorted(
        (state for state in states if state.is_enrolled and not state.is_complete),
        key=lambda state: _urgency(state, now),
    )
    current = unfinished[0] if unfinished else None
    shelf = reading_of(person)
    return Home(
        action=_action(_open_attempt(person), current, states),
        current=current,
        others=[
            state for state in states if state.is_enrolled and state is not current
        ],
        overdue=sum(state.is_overdue(now) for state in unfinished),
        reading=shelf.count,
        recent=shelf.recent(RECENT),
        outdated=shelf.to_confirm_again(OUTDATED),
        certificates=certificates_of(person, now)[:CERTIFICATES],
    )


def courses_of(person: User) -> list[CourseState]:
    """All live courses with the person's state in each, those they are in first."""
    return sorted(_states(person), key=lambda state: not state.is_enrolled)


def recent_attempts(person: User, quiz_id: int) -> list[Attempt]:
    """The person's latest attempts at the quiz, newest first."""
    attempts = Attempt.objects.of(person).filter(quiz=quiz_id)
    return list(attempts.order_by("-number", "-pk")[:ATTEMPTS])


def _states(person: User) -> list[CourseState]:
    enrolments = {row.course_id: row for row in _enrolments(person=person.pk)}
    return course_states(
        [(course, enrolments.get(course.pk)) for course in live_courses()]
    )


def _urgency(state: CourseState, now: datetime) -> tuple[bool, str, int]:
    """What is due soonest comes first; without a day, the newest."""
    enrolment = state.enrolment
    due = state.due_on.isoformat() if state.due_on else "9999"
    return not state.is_overdue(now), due, -(enrolment.pk if enrolment else 0)


def _open_attempt(person: User) -> Attempt | None:
    return next(iter(_open_attempts(person=person.pk)), None)


def _action(
    attempt: Attempt | None, current: CourseState | None, states: Iterable[CourseState]
) -> Action:
    if attempt is not None:
        return Action(
            todo=Todo.RESUME,
            title=attempt.display_title,
            url=reverse("quizzes:attempt", args=[attempt.pk]),
            due_at=attempt.due_at,
        )
    if current is not None and current.next_row is not None:
        row = current.next_row
        return Action(todo=Todo.CONTINUE, title=row.step.display_title, url=row.url)
    fresh = next((state for state in states if not state.is_enrolled), None)
    if fresh is not None:
        return Action(
            todo=Todo.ENROL,
            title=fresh.course.display_title,
            url=fresh.course.address,
        )
    return Action(todo=Todo.READ, title="", url=reverse("courses:handbook"))
