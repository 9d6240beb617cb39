"""What is planned changes nothing today; the clock carries it out on its day, once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.models import AuditEntry, User
from people.services import memberships, standing
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")
THE_DAY = date(2026, 3, 10)
BEFORE = datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 3, 10, 0, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture
def employed(learner, manager, now):
    memberships.join(
        person=learner,
        department=DepartmentFactory(key="old"),
        post=PostFactory(),
        line_manager=manager,
        active_from=date(2026, 1, 5),
        actor=None,
        now=now,
    )
    return learner


@pytest.fixture
def moving(employed, hr, now):
    """Somebody who changes department and line manager on the tenth."""
    memberships.move(
        person=employed,
        department=DepartmentFactory(key="new"),
        post=PostFactory(),
        line_manager=UserFactory(name="新主管"),
        active_from=THE_DAY,
        actor=hr,
        now=now,
    )
    employed.refresh_from_db()
    return employed


def begun():
    return AuditEntry.objects.filter(action="membership.began").count()


def test_a_planned_transfer_leaves_todays_copy_as_it_is(moving, manager):
    assert moving.department.key == "old"
    assert moving.line_manager == manager


def test_the_clock_changes_nothing_a_second_before_midnight_in_shanghai(moving):
    assert standing.apply_what_is_due(now=BEFORE) == 0

    moving.refresh_from_db()
    assert moving.department.key == "old"


def test_the_clock_carries_it_out_at_midnight_in_shanghai(moving):
    assert standing.apply_what_is_due(now=MIDNIGHT) == 1

    moving.refresh_from_db()
    assert moving.department.key == "new"
    assert moving.line_manager.name == "新主管"


def test_a_second_run_of_the_clock_changes_and_writes_nothing(moving):
    standing.apply_what_is_due(now=MIDNIGHT)

    assert standing.apply_what_is_due(now=MIDNIGHT + timedelta(minutes=5)) == 0
    assert begun() == 1


def test_a_clock_that_was_off_for_days_catches_up(moving):
    standing.apply_what_is_due(now=MIDNIGHT + timedelta(days=3))

    moving.refresh_from_db()
    assert moving.department.key == "new"


def test_two_clocks_that_found_the_same_work_do_it_once(moving, monkeypatch):
    found = standing._beginning(THE_DAY)
    standing.apply_what_is_due(now=MIDNIGHT)
    # The other clock had read its list before the first one was done.
    monkeypatch.setattr(standing, "_beginning", lambda today: found)

    assert standing.apply_what_is_due(now=MIDNIGHT) == 0
    assert begun() == 1


def test_a_planned_leaving_stops_signing_in_on_its_day(employed, hr, now):
    memberships.leave(
        person=employed, active_until=THE_DAY, reason="合同到期", actor=hr, now=now
    )
    assert User.objects.get(pk=employed.pk).is_active

    standing.apply_what_is_due(now=MIDNIGHT)

    assert not User.objects.get(pk=employed.pk).is_active
    assert standing.apply_what_is_due(now=MIDNIGHT) == 0
    assert AuditEntry.objects.filter(action="person.left").count() == 1


def test_a_planned_return_lets_in_on_its_day_and_not_before(employed, hr, now):
    memberships.leave(
        person=employed,
        active_until=date(2026, 2, 1),
        reason="家事",
        actor=hr,
        now=now,
    )
    memberships.come_back(
        person=employed,
        department=DepartmentFactory(key="back"),
        post=PostFactory(),
        line_manager=None,
        active_from=THE_DAY,
        actor=hr,
        now=now,
    )
    standing.apply_what_is_due(now=BEFORE)
    employed.refresh_from_db()
    assert not employed.is_active
    assert employed.department.key == "old"

    standing.apply_what_is_due(now=MIDNIGHT)

    employed.refresh_from_db()
    assert employed.is_active
    assert employed.department.key == "back"


def test_the_clock_opens_no_account_that_an_administrator_closed(employed):
    User.objects.filter(pk=employed.pk).update(is_active=False)

    assert standing.apply_what_is_due(now=MIDNIGHT) == 0

    assert not User.objects.get(pk=employed.pk).is_active


def test_a_wrong_copy_is_rebuilt_from_the_memberships(employed, manager, now):
    wrong = DepartmentFactory()
    User.objects.filter(pk=employed.pk).update(department=wrong, line_manager=None)

    assert standing.rebuild_all(now=now) == 1

    employed.refresh_from_db()
    assert employed.department.key == "old"
    assert employed.line_manager == manager
    assert standing.rebuild_all(now=now) == 0


def test_calling_a_transfer_off_leaves_the_old_post_open(moving, hr, now):
    planned = moving.memberships.get(active_from=THE_DAY)

    memberships.call_off(membership=planned, actor=hr, now=now)

    assert moving.memberships.get().active_until is None
    entry = AuditEntry.objects.get(action="membership.called_off")
    assert entry.before["department"] == "new"
    assert standing.apply_what_is_due(now=MIDNIGHT) == 0


def test_what_has_begun_cannot_be_called_off(moving, hr):
    standing.apply_what_is_due(now=MIDNIGHT)
    begun_one = moving.memberships.get(active_from=THE_DAY)

    with pytest.raises(memberships.NothingPlanned):
        memberships.call_off(membership=begun_one, actor=hr, now=MIDNIGHT)

    assert moving.memberships.count() == 2
