"""An import leaves what is planned for later days to the clock."""

from datetime import date

import pytest

from people.imports import directory
from people.models import User
from people.services import memberships, merging
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory


@pytest.fixture
def employed(db, now):
    person = UserFactory(employee_number="QH0800")
    memberships.join(
        person=person,
        department=DepartmentFactory(key="old"),
        post=PostFactory(),
        line_manager=None,
        active_from=date(2026, 1, 5),
        actor=None,
        now=now,
    )
    return person


def test_the_directory_knows_today_and_the_plan_apart(employed, now):
    memberships.move(
        person=employed,
        department=DepartmentFactory(key="new"),
        post=employed.post,
        line_manager=None,
        active_from=date(2026, 4, 1),
        actor=None,
        now=now,
    )

    known = directory.load().people["QH0800"].known

    assert known.place.department == User.objects.get(pk=employed.pk).department_id
    assert known.since == date(2026, 1, 5)
    assert known.planned.day == date(2026, 4, 1)


def test_the_directory_knows_which_numbers_were_merged(employed, hr, now):
    former = UserFactory(employee_number="OLD1")
    merging.merge(former=former, kept=employed, reason="x", actor=hr, now=now)

    people = directory.load().people

    assert people["OLD1"].known.merged_into == "QH0800"
    assert people["QH0800"].known.merged_into == ""
