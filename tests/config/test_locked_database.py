"""A database that stays locked is no crash: the page keeps the answer and retries."""

import pytest
from django.db import DatabaseError, OperationalError

from courses import queries


@pytest.fixture
def answer_to(client_of, learner, monkeypatch):
    """Ask for a page whose query fails."""

    def respond(error):
        def fail(person):
            raise error

        monkeypatch.setattr(queries, "courses_of", fail)
        client = client_of(learner)
        client.raise_request_exception = False
        return client.get("/courses/")

    return respond


def test_a_locked_database_says_when_to_come_back(answer_to):
    response = answer_to(OperationalError("database is locked"))

    assert (response.status_code, response["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), DatabaseError()])
def test_any_other_failure_is_one(answer_to, error):
    assert answer_to(error).status_code == 500
