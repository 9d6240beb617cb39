"""A whole site for a test."""

import pytest

from tests.production.running import own_site


@pytest.fixture
def site(tmp_path, django_db_blocker):
    with own_site(tmp_path) as running:
        yield running
