"""A small company for tests about people, and a mail server."""

import pytest

from tests.factories.notifications import a_notification
from tests.factories.people import DepartmentFactory, PostFactory
from tests.people.killable import on_files_and_sqlite, on_redis_and_postgresql
from tests.people.mailing import send_by_smtp
from tests.people.smtp_server import Behavior, serving


@pytest.fixture(
    params=[
        "files and SQLite",
        pytest.param("Redis and PostgreSQL", marks=pytest.mark.postgres),
    ]
)
def company(request, tmp_path, django_db_blocker):
    """Real processes on servers of their own (tests/people/killable.py)."""
    if request.param == "files and SQLite":
        yield on_files_and_sqlite(tmp_path)
        return
    with on_redis_and_postgresql(tmp_path) as company:
        yield company


@pytest.fixture
def hotline(db):
    return DepartmentFactory(key="hotline", name="热线中心", name_en="Hotline Centre")


@pytest.fixture
def agent(db):
    return PostFactory(key="hotline-agent", name="热线客服员", name_en="Hotline Agent")


@pytest.fixture
def how():
    return Behavior()


@pytest.fixture
def server(how, settings):
    with serving(how) as port:
        send_by_smtp(settings, port)
        yield port


@pytest.fixture
def reader(learner):
    learner.email = "reader@company.example"
    learner.save(update_fields=["email"])
    return learner


@pytest.fixture
def urgent(reader, server, now):
    return a_notification(reader, kind="certificate_revoked", cycle="c-1", now=now)
