"""Where people stand in their courses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr

from courses.models import (
    CoursePage,
    Enrolment,
    EntryPage,
    QuizStep,
    ReadingStep,
    StepEvent,
    StepPage,
)
from courses.queries.content import kept
from courses.rules import progress as rules
from courses.rules.certification import day_of
from courses.rules.progress import Event, State
from people.models import User
from people.prepared import Prepared
from quizzes.models import Quiz

_running = Prepared(
    lambda person: (
        Enrolment.objects.open().filter(person=person).values_list("pk", "course__path")
    )
)
# Not from what is kept: what is recorded must not miss what was published just now.
_reading_steps = Prepared(
    lambda person, entry: _in_open_enrolments(
        ReadingStep.objects.live().filter(entry=entry), person
    )
)
_quiz_steps = Prepared(
    lambda person, quiz: _in_open_enrolments(
        QuizStep.objects.live().filter(quiz=quiz), person
    )
)
_events_of = Prepared(
    lambda person: StepEvent.objects.filter(enrolment__person=person).values_list(
        "enrolment_id", "step_id", "kind", "at"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step in somebody's open enrolment; both as primary keys."""

    enrolment: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of a course with where the reader stands."""

    step: StepPage
    url: str
    state: State
    done_at: datetime | None
    is_quiz: bool
    is_next: bool

    @property
    def is_done(self) -> bool:
        return self.state.is_done

    @property
    def is_begun(self) -> bool:
        return self.state != State.NOT_STARTED

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_waived(self) -> bool:
        return self.state == State.WAIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseState:
    """A course with its steps and, for who is enrolled, the progress."""

    course: CoursePage
    # None: not enrolled, so nothing counts yet.
    enrolment: Enrolment | None
    rows: list[StepRow]
    rule_steps: list[rules.Step]
    progress: rules.Progress

    @property
    def is_enrolled(self) -> bool:
        return self.enrolment is not None

    @property
    def is_complete(self) -> bool:
        return self.is_enrolled and self.progress.is_complete

    @property
    def due_on(self) -> date | None:
        return self.enrolment.due_on if self.enrolment else None

    @property
    def next_row(self) -> StepRow | None:
        return next((row for row in self.rows if row.is_next), None)

    def is_overdue(self, now: datetime) -> bool:
        """Past its day, and there is still something to do."""
        late = self.due_on is not None and day_of(now) > self.due_on
        return late and not self.is_complete

    def neighbours(self, step: StepPage) -> tuple[StepRow | None, StepRow | None]:
        """The rows before and after the step."""
        place = next(i for i, row in enumerate(self.rows) if row.step.pk == step.pk)
        before = self.rows[place - 1] if place else None
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        return before, after

    def row_of(self, step: StepPage) -> StepRow:
        return next(row for row in self.rows if row.step.pk == step.pk)


def course_state(course: CoursePage, enrolment: Enrolment | None) -> CourseState:
    """Return one course's state, in one query."""
    return course_states([(course, enrolment)])[0]


def course_states(
    courses: Iterable[tuple[CoursePage, Enrolment | None]],
) -> list[CourseState]:
    """Return the states of several courses, in one query whatever their number."""
    pairs = list(courses)
    events = _events_by_enrolment([enrolment for _, enrolment in pairs if enrolment])
    return [
        _state(
            course,
            enrolment,
            live_steps(course),
            events[enrolment.pk if enrolment else None],
        )
        for course, enrolment in pairs
    ]


def open_reading_steps(person: User, entry: EntryPage) -> list[OpenStep]:
    """The steps in the person's open enrolments that have this entry to read."""
    rows = _reading_steps(person=person.pk, entry=entry.pk)
    return [
        OpenStep(enrolment=enrolment, step=step) for enrolment, step, _since in rows
    ]


def open_quiz_steps(person: User, quiz: Quiz, *, since: datetime) -> list[OpenStep]:
    """The steps with this quiz in the person's open enrolments made by then."""
    return [
        OpenStep(enrolment=enrolment, step=step)
        for enrolment, step, enrolled_at in _quiz_steps(person=person.pk, quiz=quiz.pk)
        if enrolled_at <= since
    ]


def live_courses() -> list[CoursePage]:
    """The live courses in the order of the catalogue; everybody holds the same."""
    return kept("courses", lambda: list(CoursePage.objects.live().order_by("path")))


def live_steps(course: CoursePage) -> list[StepPage]:
    """The live steps of a course in their order; everybody holds the same."""
    return kept("steps", _steps_by_course).get(course.path, [])


def last_required_quiz(course: CoursePage) -> QuerySet[QuizStep]:
    """The step whose quiz gives the course its grade, if the course has one."""
    steps: QuerySet[QuizStep] = QuizStep.objects.child_of(course).live()
    return steps.filter(required=True).order_by("-path")[:1]


def certified_grade(enrolment: Enrolment) -> Decimal | None:
    """The best passed grade at the course's last required quiz; None without one."""
    last = last_required_quiz(enrolment.course).values("pk")
    passed = StepEvent.objects.of(enrolment).filter(
        step=Subquery(last), kind=StepEvent.Kind.PASSED
    )
    grade: Decimal | None = passed.aggregate(best=Max("attempt__grade"))["best"]
    return grade


def with_course_path(steps: QuerySet) -> QuerySet:
    """Give each step the tree path of its course, as `course_path`."""
    return steps.annotate(
        course_path=Substr("path", 1, Length("path") - StepPage.steplen)
    )


def in_courses_of(person: User, steps: Iterable[StepPage]) -> list[StepPage]:
    """Those of the steps (with_course_path) whose course the person is in, in the
    order of the enrolments: one query, and none where there are no steps."""
    by_path: dict[str, list[StepPage]] = defaultdict(list)
    for step in steps:
        by_path[step.course_path].append(step)
    running = _running(person=person.pk) if by_path else []
    return [
        step
        for _pk, path in sorted(running)
        for step in sorted(by_path[path], key=lambda step: step.path)
    ]


def _in_open_enrolments(steps: QuerySet, person: int) -> QuerySet:
    """Those steps whose course the person is in: keys of enrolment and step, and
    since when the person is in it."""
    running = Enrolment.objects.open().filter(
        person=person, course__path=OuterRef("course_path")
    )
    found = with_course_path(steps).annotate(
        enrolment=Subquery(running.values("pk")[:1], IntegerField()),
        since=Subquery(running.values("enrolled_at")[:1]),
    )
    found = found.exclude(enrolment=None).order_by("enrolment", "path")
    return found.values_list("enrolment", "pk", "since")


def _steps_by_course() -> dict[str, list[StepPage]]:
    """All live steps in their order, by the tree path of their course."""
    steps = with_course_path(StepPage.objects.live()).select_related(
        "quizstep", "readingstep__entry"
    )
    by_course: dict[str, list[StepPage]] = {}
    for step in steps.order_by("path"):
        # Worked out here once: a page shows the addresses of all of them.
        step.kept_address = step.address
        by_course.setdefault(step.course_path, []).append(step)
    return by_course


def _events_by_enrolment(enrolments: list[Enrolment]) -> dict[int | None, list[Event]]:
    events: dict[int | None, list[Event]] = defaultdict(list)
    # All are one person's: asking for the person keeps the query the same.
    wanted = {enrolment.pk for enrolment in enrolments}
    for person in {enrolment.person_id for enrolment in enrolments}:
        for pk, step, kind, at in _events_of(person=person):
            if pk in wanted:
                events[pk].append(Event(step=step, kind=State(kind), at=at))
    return events


def _state(
    course: CoursePage,
    enrolment: Enrolment | None,
    steps: list[StepPage],
    events: list[Event],
) -> CourseState:
    rule_steps = [rules.Step(pk=step.pk, is_required=step.required) for step in steps]
    progress = rules.progress(rule_steps, events)
    return CourseState(
        course=course,
        enrolment=enrolment,
        rows=[_row(step, progress) for step in steps],
        rule_steps=rule_steps,
        progress=progress,
    )


def _row(step: StepPage, progress: rules.Progress) -> StepRow:
    standing = progress.standings[step.pk]
    return StepRow(
        step=step,
        url=step.kept_address,
        state=standing.state,
        done_at=standing.done_at,
        is_quiz=hasattr(step, "quizstep"),
        is_next=step.pk == progress.next_step,
    )
