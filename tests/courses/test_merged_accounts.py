"""What the former account of a person has earned counts for the kept one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.models import Certificate, Enrolment, StepEvent
from courses.queries import progress
from courses.services import merging as course_merging
from courses.services import readings
from people.models import AuditEntry
from people.services import merging
from quizzes.services import attempts
from tests.factories import courses as make
from tests.factories.people import UserFactory
from tests.factories.quizzes import a_quiz, right_answer


@pytest.fixture
def former(db):
    return UserFactory(employee_number="OLD1", name="林小雨")


@pytest.fixture
def kept(manager):
    return UserFactory(employee_number="NEW1", name="林小雨", line_manager=manager)


@pytest.fixture
def course(db):
    course = make.a_course(awards_certificate=True)
    course.entry = make.an_entry(chapter=make.a_chapter())
    make.a_reading_step(course, entry=course.entry)
    course.quiz = a_quiz(questions=1)
    make.a_quiz_step(course, course.quiz)
    return course


def passes(person, quiz, now):
    attempt = attempts.start(quiz=quiz, person=person, now=now)
    item = attempt.items.get()
    attempts.respond(
        item=item,
        operation_id=uuid4(),
        expected_sequence=0,
        answer=right_answer(item),
        now=now,
    )
    return attempts.submit(attempt=attempt, now=now)


@pytest.fixture
def merge(former, kept, hr, now):
    def merged():
        merging.merge(
            former=former,
            kept=kept,
            reason="重复建号",
            actor=hr,
            now=now + timedelta(days=2),
        )
        former.refresh_from_db()

    return merged


def state_of(person, course):
    enrolment = Enrolment.objects.open().get(person=person, course=course)
    return progress.course_state(course, enrolment)


def test_a_finished_course_counts_and_no_second_certificate_is_issued(
    former, kept, course, merge, now, client_of
):
    make.an_enrolment(former, course, now=now)
    readings.confirm_read(person=former, entry=course.entry, now=now)
    attempt = passes(former, course.quiz, now)

    merge()

    assert state_of(kept, course).progress.is_complete
    assert Certificate.objects.get().person == former
    passed = StepEvent.objects.get(enrolment__person=kept, attempt=attempt)
    assert (
        passed.at == StepEvent.objects.get(enrolment__person=former, attempt=attempt).at
    )
    [line] = client_of(kept).get(reverse("courses:certificates")).context["lines"]
    assert line.certificate.person == former


def test_two_halves_make_a_whole_and_earn_the_certificate(
    former, kept, course, merge, now
):
    make.an_enrolment(former, course, now=now)
    make.an_enrolment(kept, course, now=now)
    readings.confirm_read(person=former, entry=course.entry, now=now)
    passes(kept, course.quiz, now)
    assert not Certificate.objects.exists()

    merge()

    assert Certificate.objects.get().person == kept


def test_carrying_over_twice_adds_nothing(former, kept, course, merge, now, hr):
    make.an_enrolment(former, course, now=now)
    passes(former, course.quiz, now)
    merge()
    events = StepEvent.objects.count()

    course_merging.Credits().carry_over(former=former, kept=kept, actor=hr, now=now)

    assert StepEvent.objects.count() == events
    assert AuditEntry.objects.filter(action="progress.credited").count() == 1


def test_the_facts_of_the_former_account_stay_where_they_are(
    former, course, merge, now
):
    make.an_enrolment(former, course, now=now)
    attempt = passes(former, course.quiz, now)
    before = list(StepEvent.objects.filter(enrolment__person=former).values())

    merge()

    attempt.refresh_from_db()
    assert attempt.person == former
    assert list(StepEvent.objects.filter(enrolment__person=former).values()) == before


def test_an_attempt_that_ends_after_the_merge_counts_too(
    former, kept, course, merge, now
):
    make.an_enrolment(former, course, now=now)
    attempt = attempts.start(quiz=course.quiz, person=former, now=now)
    item = attempt.items.get()
    attempts.respond(
        item=item,
        operation_id=uuid4(),
        expected_sequence=0,
        answer=right_answer(item),
        now=now,
    )
    merge()

    attempts.submit(
        attempt=type(attempt).objects.get(pk=attempt.pk), now=now + timedelta(minutes=9)
    )

    assert StepEvent.objects.filter(enrolment__person=kept, attempt=attempt).exists()


def test_two_open_attempts_stop_the_merge(former, kept, course, merge, now):
    attempts.start(quiz=course.quiz, person=former, now=now)
    attempts.start(quiz=course.quiz, person=kept, now=now)

    with pytest.raises(merging.CannotBeMerged):
        merge()

    former.refresh_from_db()
    assert former.is_active


@pytest.mark.parametrize(
    ("who", "status"), [("kept", 200), ("manager", 200), ("hr", 200), ("outsider", 404)]
)
def test_rights_to_the_former_results_follow_the_kept_account(
    who, status, former, kept, manager, hr, outsider, course, merge, now, client_of
):
    make.an_enrolment(former, course, now=now)
    readings.confirm_read(person=former, entry=course.entry, now=now)
    attempt = passes(former, course.quiz, now)
    merge()
    people = {"kept": kept, "manager": manager, "hr": hr, "outsider": outsider}
    client = client_of(people[who])

    result = client.get(reverse("quizzes:result", args=[attempt.pk]))
    paper = client.get(
        reverse("courses:certificate_pdf", args=[Certificate.objects.get().pk])
    )

    assert (result.status_code, paper.status_code) == (status, status)


def test_the_page_of_the_person_says_under_which_number(
    former, kept, manager, course, merge, now, client_of
):
    make.an_enrolment(former, course, now=now)
    readings.confirm_read(person=former, entry=course.entry, now=now)
    passes(former, course.quiz, now)
    merge()

    client = client_of(manager)
    page = client.get(reverse("courses:person", args=[kept.pk])).content.decode()
    report = client.get(reverse("courses:people"), {"course": course.pk})

    assert page.count("OLD1") == 2
    [row] = [row for row in report.context["rows"] if row.person_id == kept.pk]
    assert (row.state, row.best_grade) == ("finished", 100)
    assert row.certificate_id == Certificate.objects.get().pk
    assert former.pk not in {row.person_id for row in report.context["rows"]}
