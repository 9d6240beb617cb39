"""What HR and managers read: people beside their state in one course.

Everything is counted by the database, one row per person, whatever their number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from courses.models import (
    Certificate,
    CoursePage,
    Enrolment,
    StepEvent,
)
from courses.queries.progress import (
    CourseState,
    course_states,
    last_required_quiz,
    live_steps,
)
from people.models import Department, Membership, Post, User
from people.models.users import UserQuerySet
from quizzes.models import Attempt

# Overdue is not apart from the others: it says that an unfinished one is late.
STATES = ("finished", "in_progress", "not_started", "overdue", "not_enrolled")
EVERYBODY = 2**31 - 1
DONE = (StepEvent.Kind.PASSED, StepEvent.Kind.WAIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the reader asked to see; empty fields ask nothing."""

    text: str = ""
    department: Department | None = None
    post: Post | None = None
    state: str = ""
    only_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which people, in which course, seen on which day."""

    people: UserQuerySet
    course: CoursePage
    filters: Filters
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person's line of the report."""

    person_id: int
    employee_number: str
    name: str
    department: str
    post: str
    manager: str
    state: str
    done: int
    required: int
    due_on: date | None
    is_overdue: bool
    best_grade: Decimal | None
    best_attempt: int | None
    attempts: int
    certificate_id: int | None
    certificate_number: str
    issued_at: datetime | None

    @property
    def percent(self) -> int:
        return 100 * self.done // self.required if self.required else 0


def reported_courses() -> QuerySet[CoursePage]:
    """The courses a report may be about, in the order of the catalogue.

    Those that were taken down come last: what people did in them stays.
    """
    has_people = Exists(Enrolment.objects.filter(course=OuterRef("pk")))
    courses = CoursePage.objects.filter(Q(live=True) | has_people)
    return courses.order_by("-live", "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of the people asked for are in each state, the filter's own aside."""

    by_state: dict[str, int]

    def asked_for(self, state: str) -> int:
        """Return how many are in the state; of no state: how many there are."""
        if state:
            return self.by_state[state]
        return sum(n for name, n in self.by_state.items() if name != "overdue")


def counts_by_state(asked: Asked) -> Counts:
    """Count the people asked for in each state, the filter's own state aside."""
    required = required_count(asked.course)
    counted = {
        state: Count("pk", filter=_is_in(state, required=required, today=asked.today))
        for state in STATES
    }
    # A limit that nobody reaches: without it the database works out each person's
    # state once for every count that asks for it.
    return Counts(by_state=_with_state(asked)[:EVERYBODY].aggregate(**counted))


def people_in_order(asked: Asked) -> QuerySet[User, int]:
    """Return the keys of the people asked for, in the order of the report.

    A page is cut from these: of the people it passes over nothing else is asked.
    """
    return _in_order(asked).values_list("pk", flat=True)


def people_in_course(
    asked: Asked, *, among: Iterable[int] | None = None
) -> QuerySet[User, dict[str, Any]]:
    """Return the people asked for, or those among them with these keys, with their
    state in the course, as dictionaries."""
    found = _with_results(_in_order(asked), asked.course)
    if among is not None:
        found = found.filter(pk__in=list(among))
    return found.values(
        "pk",
        "employee_number",
        "name",
        "department__name",
        "department__name_en",
        "post__name",
        "post__name_en",
        "line_manager__name",
        "enrolment",
        "due_on",
        "done",
        "touched",
        "best_grade",
        "best_attempt",
        "attempts_made",
        "certificate",
        "certificate_number",
        "issued_at",
    )


def _in_order(asked: Asked) -> QuerySet[User, User]:
    found = _with_state(asked)
    state = asked.filters.state
    if state:
        required = required_count(asked.course)
        found = found.filter(_is_in(state, required=required, today=asked.today))
    # Who is in the course comes first, then everybody by number.
    in_course = Case(When(enrolment__isnull=False, then=0), default=1)
    return found.order_by(in_course, "employee_number", "pk")


def _filtered(people: UserQuerySet, filters: Filters) -> UserQuerySet:
    """Apply everything but the state, which needs the annotations."""
    if filters.only_active:
        people = people.active()
    if filters.text:
        people = people.matching(filters.text)
    if filters.department:
        people = people.in_department(filters.department)
    if filters.post:
        people = people.filter(post=filters.post)
    return people


def _with_state(asked: Asked) -> QuerySet[Any, Any]:
    course, people = asked.course, _filtered(asked.people, asked.filters)
    enrolments = Enrolment.objects.filter(
        person=OuterRef("pk"), course=course, ended_at=None
    )
    events = StepEvent.objects.filter(
        enrolment__person=OuterRef("pk"),
        enrolment__course=course,
        enrolment__ended_at=None,
    ).order_by()
    done = events.filter(kind__in=DONE, step__in=_required_steps(course))
    return people.annotate(
        enrolment=Subquery(enrolments.values("pk")[:1]),
        due_on=Subquery(enrolments.values("due_on")[:1]),
        touched=_count(events.values("enrolment__person"), "pk"),
        done=_count(done.values("enrolment__person"), "step", distinct=True),
    )


def _with_results(people: QuerySet[Any, Any], course: CoursePage) -> QuerySet[Any, Any]:
    # As on the certificate: a good grade at an exercise is none at the examination.
    at_the_quiz = Attempt.objects.submitted().filter(
        quiz=Subquery(last_required_quiz(course).values("quiz"))
    )
    attempts = at_the_quiz.filter(person=OuterRef("pk"))
    best = attempts.order_by(F("grade").desc(nulls_last=True), "-pk")
    formerly = at_the_quiz.filter(person__merged_into=OuterRef("pk")).order_by(
        F("grade").desc(nulls_last=True), "-pk"
    )
    certificates = Certificate.objects.filter(
        enrolment__course=course, revocation=None
    ).order_by("-issued_at")
    own = certificates.filter(enrolment__person=OuterRef("pk"))
    # Looked for only where the person has none: earned under a former number.
    former = certificates.filter(enrolment__person__merged_into=OuterRef("pk"))
    return people.annotate(
        # The grade and the attempt that it opens into.
        best_grade=_first(best, formerly, "grade"),
        best_attempt=_first(best, formerly, "pk"),
        attempts_made=_count(attempts.order_by().values("person"), "pk"),
        certificate=_first(own, former, "pk"),
        certificate_number=_first(own, former, "number"),
        issued_at=_first(own, former, "issued_at"),
    )


def _first(own: QuerySet[Any], former: QuerySet[Any], field: str) -> Coalesce:
    return Coalesce(Subquery(own.values(field)[:1]), Subquery(former.values(field)[:1]))


def _count(rows: QuerySet[Any, Any], field: str, *, distinct: bool = False) -> Coalesce:
    counted = rows.annotate(n=Count(field, distinct=distinct)).values("n")
    return Coalesce(Subquery(counted), 0)


def _required_steps(course: CoursePage) -> list[int]:
    """The keys of the course's required steps: a handful, so the database need not
    look them up for every event of every person."""
    return [step.pk for step in live_steps(course) if step.required]


def required_count(course: CoursePage) -> int:
    return len(_required_steps(course))


def _is_in(state: str, *, required: int, today: date) -> Q:
    enrolled = Q(enrolment__isnull=False)
    unfinished = enrolled & Q(done__lt=max(required, 1))
    return {
        "not_enrolled": ~enrolled,
        "not_started": enrolled & Q(touched=0),
        "in_progress": unfinished & Q(touched__gt=0),
        "finished": enrolled & Q(done__gte=max(required, 1)),
        "overdue": unfinished & Q(due_on__lt=today),
    }[state]


def rows(
    records: Iterable[dict[str, Any]], *, required: int, today: date, english: bool
) -> list[Row]:
    """Turn the database's dictionaries into lines a template or a sheet can show."""
    return [
        Row(
            person_id=record["pk"],
            employee_number=record["employee_number"],
            name=record["name"],
            department=_named(record, "department", english=english),
            post=_named(record, "post", english=english),
            manager=record["line_manager__name"] or "",
            state=_state(record, required),
            done=record["done"],
            required=required,
            due_on=record["due_on"],
            is_overdue=_is_overdue(record, required, today),
            best_grade=record["best_grade"],
            best_attempt=record["best_attempt"],
            attempts=record["attempts_made"],
            certificate_id=record["certificate"],
            certificate_number=record["certificate_number"] or "",
            issued_at=record["issued_at"],
        )
        for record in records
    ]


def _named(record: dict[str, Any], what: str, *, english: bool) -> str:
    own = record[f"{what}__name"] or ""
    return (english and record[f"{what}__name_en"]) or own


def _state(record: dict[str, Any], required: int) -> str:
    if record["enrolment"] is None:
        return "not_enrolled"
    if record["done"] >= max(required, 1):
        return "finished"
    return "in_progress" if record["touched"] else "not_started"


def _is_overdue(record: dict[str, Any], required: int, today: date) -> bool:
    due = record["due_on"]
    return due is not None and due < today and record["done"] < max(required, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything the platform knows about one person's learning."""

    person: User
    memberships: Iterable[Membership]
    courses: Iterable[CourseState]
    attempts: Iterable[Attempt]
    certificates: Iterable[Certificate]


def person_page(person: User) -> PersonPage:
    """Gather a person's posts, courses, attempts and certificates, what was done
    under former numbers included."""
    posts = Membership.objects.of(person).select_related(
        "person", "department", "post", "line_manager"
    )
    accounts = User.objects.accounts_of(person.pk)
    enrolments = (
        Enrolment.objects.filter(person=person)
        .select_related("course", "enrolled_by")
        .order_by("-enrolled_at", "-pk")
    )
    courses = course_states([(enrolment.course, enrolment) for enrolment in enrolments])
    attempts = Attempt.objects.submitted().filter(person__in=accounts)
    certificates = Certificate.objects.of(person).select_related("revocation", "person")
    return PersonPage(
        person=person,
        memberships=posts.order_by("-active_from", "-pk"),
        courses=courses,
        attempts=attempts.select_related("quiz", "person").order_by(
            F("submitted_at").desc(), "-pk"
        ),
        certificates=certificates.order_by("-issued_at", "-pk"),
    )
