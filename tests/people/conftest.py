"""A small company for tests about people, and a mail server."""

import pytest

from tests.factories.notifications import a_notification
from tests.factories.people import DepartmentFactory, PostFactory
from tests.people.mailing import send_by_smtp
from tests.people.smtp_server import Behavior, serving


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
