"""A small company for tests about people."""

import pytest

from tests.factories.people import DepartmentFactory, PostFactory


@pytest.fixture
def hotline(db):
    return DepartmentFactory(key="hotline", name="热线中心", name_en="Hotline Centre")


@pytest.fixture
def agent(db):
    return PostFactory(key="hotline-agent", name="热线客服员", name_en="Hotline Agent")
