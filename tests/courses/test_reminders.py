"""What people are told about their courses, certificates and attempts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.rules.reminders import stage
from courses.services import certificates, enrolments, reminders
from people.models import Notification
from tests.factories.people import UserFactory


def told(person, kind):
    rows = Notification.objects.filter(person=person, kind=kind).order_by("pk")
    return list(rows.values_list("stage", flat=True))


@pytest.mark.parametrize(
    ("today", "since", "expected"),
    [
        ("2026-03-12", "2026-03-01", None),
        ("2026-03-13", "2026-03-01", 7),
        ("2026-03-15", "2026-03-01", 7),
        ("2026-03-19", "2026-03-01", 1),
        ("2026-03-20", "2026-03-01", 1),
        ("2026-03-21", "2026-03-01", None),
        ("2026-03-16", "2026-03-15", None),
        ("2026-03-19", "2026-03-15", 1),
    ],
)
def test_the_newest_stage_that_is_reached_is_on(today, since, expected):
    found = stage(
        date(2026, 3, 20),
        today=date.fromisoformat(today),
        since=date.fromisoformat(since),
        stages=(7, 1),
    )

    assert found == expected


def test_a_day_that_is_not_set_comes_no_nearer():
    day = date(2026, 3, 1)

    assert stage(None, today=day, since=day, stages=(7, 1)) is None


def test_who_is_enrolled_by_another_is_told(learner, manager, course, now):
    enrolments.enrol(person=learner, course=course, now=now, enrolled_by=manager)
    enrolments.enrol(person=learner, course=course, now=now, enrolled_by=manager)

    assert told(learner, "course_assigned") == [""]


def test_who_enrols_alone_is_not(learner, course, now):
    enrolments.enrol(person=learner, course=course, now=now)

    assert told(learner, "course_assigned") == []


def test_a_course_is_told_of_seven_days_and_one_day_before(learner, course, now):
    due = now.date() + timedelta(days=20)
    enrolments.enrol(person=learner, course=course, now=now, due_on=due)

    for day in range(25):
        for _ in range(2):
            reminders.remind(now=now + timedelta(days=day))

    assert told(learner, "course_due") == ["7", "1"]


def test_a_finished_course_is_not_told_of(learner, certificate, enrolment, now):
    type(enrolment).objects.update(due_on=now.date() + timedelta(days=7))

    reminders.remind(now=now + timedelta(days=1))

    assert told(learner, "course_due") == []


def test_a_certificate_is_told_of_when_issued_and_before_it_runs_out(
    learner, certificate, now
):
    end = certificate.valid_until
    for days in (40, 30, 29, 7, 1, 0, -1):
        moment = now.replace(year=end.year, month=end.month, day=end.day)
        reminders.remind(now=moment - timedelta(days=days))

    assert told(learner, "certificate_issued") == [""]
    assert told(learner, "certificate_expiring") == ["30", "7"]


def test_a_revoked_certificate_is_told_of_once_and_never_again(
    learner, hr, certificate, now
):
    certificates.revoke(certificate=certificate, by=hr, reason="冒名", now=now)
    end = certificate.valid_until
    reminders.remind(now=now.replace(year=end.year, month=end.month, day=end.day))

    [row] = Notification.objects.filter(kind="certificate_revoked")
    assert (row.person, row.urgency) == (learner, "urgent")
    assert "冒名" not in str(row.parameters)
    assert told(learner, "certificate_expiring") == []


def test_reminding_costs_the_same_for_one_and_for_five(course, now):
    def cost(number, now):
        for _ in range(number):
            enrolments.enrol(
                person=UserFactory(),
                course=course,
                now=now,
                due_on=now.date() + timedelta(days=20),
            )
        with CaptureQueriesContext(connection) as captured:
            reminders.remind(now=now + timedelta(days=14))
        return len(captured)

    assert cost(1, now) == cost(4, now)
    assert Notification.objects.filter(kind="course_due").count() == 5
