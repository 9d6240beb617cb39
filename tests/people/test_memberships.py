"""Joining, moving and leaving keep the history and today's copy in step."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from people.models import AuditEntry, Membership
from people.services import memberships
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory


@pytest.fixture
def employed(learner, manager, now):
    memberships.join(
        person=learner,
        department=DepartmentFactory(),
        post=PostFactory(),
        line_manager=manager,
        active_from=date(2026, 1, 5),
        actor=None,
        now=now,
    )
    return learner


def test_a_move_closes_the_old_post_on_the_day_the_new_one_starts(employed, hr, now):
    other = UserFactory()
    department = DepartmentFactory()

    memberships.move(
        person=employed,
        department=department,
        post=PostFactory(),
        line_manager=other,
        active_from=date(2026, 3, 1),
        actor=hr,
        now=now,
    )

    old, new = employed.memberships.order_by("active_from")
    assert old.active_until == new.active_from == date(2026, 3, 1)
    employed.refresh_from_db()
    assert (employed.department, employed.line_manager) == (department, other)


def test_who_worked_where_on_a_day_can_be_told_after_a_move(employed, now):
    first = employed.memberships.get()
    memberships.move(
        person=employed,
        department=DepartmentFactory(),
        post=PostFactory(),
        line_manager=None,
        active_from=date(2026, 3, 1),
        actor=None,
        now=now,
    )

    before = Membership.objects.filter(person=employed).active_on(date(2026, 2, 28))
    after = Membership.objects.filter(person=employed).active_on(date(2026, 3, 1))

    assert list(before) == [first]
    assert after.get().active_until is None


def test_leaving_ends_the_post_and_stops_signing_in(employed, hr, now):
    memberships.leave(
        person=employed, active_until=date(2026, 3, 2), reason="辞职", actor=hr, now=now
    )

    employed.refresh_from_db()
    assert not employed.is_active
    assert not employed.memberships.filter(active_until=None).exists()
    entry = AuditEntry.objects.get(action="membership.left")
    assert (entry.actor, entry.person, entry.reason) == (hr, employed, "辞职")


def test_leaving_twice_is_refused_and_changes_nothing(employed, hr, now):
    day = date(2026, 3, 2)
    memberships.leave(person=employed, active_until=day, reason="", actor=hr, now=now)

    with pytest.raises(memberships.NotEmployed):
        memberships.leave(
            person=employed,
            active_until=date(2026, 4, 1),
            reason="",
            actor=hr,
            now=now,
        )

    assert employed.memberships.get().active_until == day
    assert AuditEntry.objects.filter(action="membership.left").count() == 1


def test_the_database_refuses_a_second_open_primary_post(employed):
    first = employed.memberships.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=employed,
            department=first.department,
            post=first.post,
            active_from=date(2026, 2, 1),
        )


def test_the_database_refuses_a_period_that_ends_before_it_starts(employed):
    with pytest.raises(IntegrityError), transaction.atomic():
        employed.memberships.update(active_until=date(2025, 1, 1))


def test_the_database_refuses_people_who_manage_themselves(learner):
    learner.line_manager = learner

    with pytest.raises(IntegrityError), transaction.atomic():
        learner.save(update_fields=["line_manager"])
