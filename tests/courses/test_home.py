from datetime import date, timedelta

import pytest
from django.urls import reverse

from courses.queries import home
from courses.services import readings
from tests.factories import courses as make


def test_without_anything_the_handbook_is_next(learner, now):
    found = home(learner, now)

    assert found.action.todo == "read"
    assert found.action.url == reverse("courses:handbook")
    assert (found.current, found.others, found.overdue) == (None, [], 0)


def test_a_course_to_join_is_next(learner, course, now):
    found = home(learner, now)

    assert (found.action.todo, found.action.url) == ("enrol", course.address)


def test_the_next_step_of_the_course_is_next(learner, enrolment, step, now):
    found = home(learner, now)

    assert (found.action.todo, found.action.url) == ("continue", step["read"].address)
    assert found.current.enrolment == enrolment


def test_the_handbook_is_counted_in_live_entries(learner, outsider, entry, now):
    make.an_entry(live=False)
    other = make.an_entry()
    for _ in range(2):
        readings.confirm_read(person=learner, entry=entry, now=now)
    make.revise(entry)
    readings.confirm_read(person=learner, entry=entry, now=now)
    readings.confirm_read(person=outsider, entry=other, now=now)

    found = home(learner, now).reading

    assert (found.read, found.entries) == (1, 2)


def test_a_running_quiz_comes_first(learner, enrolment, quiz, now):
    attempt = make.an_attempt(quiz, learner, started_at=now)

    found = home(learner, now)

    assert found.action.todo == "resume"
    assert found.action.url == reverse("quizzes:attempt", args=[attempt.pk])


def test_anothers_running_quiz_is_not_mine(learner, outsider, quiz, now):
    make.an_attempt(quiz, outsider, started_at=now)

    assert home(learner, now).action.todo == "read"


@pytest.mark.parametrize(("days", "overdue"), [(-1, 1), (0, 0), (1, 0)])
def test_a_course_is_overdue_the_day_after_it_is_due(
    learner, course, now, days, overdue
):
    due_on = now.date() + timedelta(days=days)
    make.an_enrolment(learner, course, now=now, due_on=due_on)

    assert home(learner, now).overdue == overdue


def test_what_is_due_soonest_is_current(learner, entry, now):
    late, soon, open_end = (make.a_course() for _ in range(3))
    for page in (late, soon, open_end):
        make.a_reading_step(page)
    make.an_enrolment(learner, late, now=now, due_on=date(2026, 5, 1))
    make.an_enrolment(learner, soon, now=now, due_on=date(2026, 4, 1))
    make.an_enrolment(learner, open_end, now=now)

    found = home(learner, now)

    assert found.current.course == soon
    assert {state.course for state in found.others} == {late, open_end}


def test_a_finished_course_is_no_longer_current(learner, certificate, now):
    found = home(learner, now)

    assert found.current is None
    assert found.action.todo == "read"
    assert [line.certificate for line in found.certificates] == [certificate]
    assert [state.is_complete for state in found.others] == [True]


def test_what_was_read_last_comes_first(learner, now):
    entries = [make.an_entry() for _ in range(3)]
    for minutes, entry in enumerate(entries):
        at = now + timedelta(minutes=minutes)
        readings.open_entry(person=learner, entry=entry, now=at)

    recent = [line.pk for line in home(learner, now).recent]

    assert recent == [entry.pk for entry in reversed(entries)]


@pytest.mark.parametrize(
    ("who", "there", "not_there"),
    [
        ("learner", [], ["courses:people", "quizzes:quizzes", "wagtailadmin_home"]),
        ("manager", ["courses:people"], ["quizzes:quizzes"]),
        ("hr", ["courses:people"], ["quizzes:quizzes"]),
        ("trainer", ["quizzes:quizzes", "wagtailadmin_home"], ["courses:people"]),
    ],
)
def test_the_home_page_has_what_a_role_needs(
    request, client_of, learner, who, there, not_there
):
    person = request.getfixturevalue(who)

    page = client_of(person).get(reverse("home")).content.decode()

    assert person.name in page
    for name in there:
        assert f'href="{reverse(name)}"' in page
    for name in not_there:
        assert f'href="{reverse(name)}"' not in page
