"""Fixtures every test may use: a clock, and one person per role."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from courses.queries import content
from people.models import Role
from people.services import roles
from tests.factories.people import UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _commits(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Put back what migrations wrote after a test that commits and then flushes.

    Without it the order of tests would matter: groups and the page tree would be
    gone for whatever runs next in the same process. After the last test the
    connection is that of DATABASE_URL again, where nothing may be written.
    """
    outcome = yield
    rows = getattr(connection, "_test_serialized_contents", None)
    if nextitem is not None and _commits(item) and rows:
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(rows)
            connection.close()
    return outcome


@pytest.fixture(autouse=True)
def default_language():
    """A request leaves its reader's language behind; the next test starts anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    content.forget()
    yield


@pytest.fixture
def now():
    return datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def manager(db):
    return UserFactory(name="主管")


@pytest.fixture
def learner(manager):
    return UserFactory(name="学员", line_manager=manager)


@pytest.fixture
def outsider(db):
    return UserFactory(name="旁人")


def _with_role(role, name, now):
    person = UserFactory(name=name)
    roles.give(person=person, role=role, actor=None, now=now)
    return person


@pytest.fixture
def trainer(db, now):
    return _with_role(Role.TRAINER, "培训师", now)


@pytest.fixture
def reviewer(db, now):
    return _with_role(Role.REVIEWER, "审核人", now)


@pytest.fixture
def approver(db, now):
    return _with_role(Role.APPROVER, "批准人", now)


@pytest.fixture
def hr(db, now):
    return _with_role(Role.HR, "人事", now)


@pytest.fixture
def administrator(db, now):
    return _with_role(Role.ADMINISTRATOR, "管理员", now)


@pytest.fixture
def client_of():
    def signed_in(person):
        client = Client()
        client.force_login(person, backend="people.backends.EmployeeBackend")
        return client

    return signed_in
