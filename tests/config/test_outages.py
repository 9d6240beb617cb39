"""A database that is locked, full or away is no crash: the page retries."""

import errno

import pytest
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from config import outages
from courses import queries
from people.models import AuditEntry


class ServerSaid(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def from_postgresql(sqlstate):
    error = OperationalError("said the server")
    error.__cause__ = ServerSaid(sqlstate)
    return error


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


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError("database or disk is full"),
        InterfaceError("the connection is closed"),
        from_postgresql(None),
        from_postgresql("57P01"),
        from_postgresql("53100"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
    ids=repr,
)
def test_an_outage_says_when_to_come_back(answer_to, error):
    response = answer_to(error)

    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "暂时" in response.content.decode()


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("disk I/O error"),
        DatabaseError(),
        from_postgresql("22001"),
        OSError(errno.ENOENT, "No such file"),
        ZeroDivisionError(),
    ],
    ids=repr,
)
def test_any_other_failure_is_one(answer_to, error):
    assert answer_to(error).status_code == 500


def test_an_error_that_an_outage_caused_is_an_outage():
    error = ValueError("no answer")
    error.__cause__ = from_postgresql("08006")

    assert outages.is_outage(error)


def test_a_full_sqlite_is_an_outage_and_keeps_what_it_has(db, now):
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite")
    with connection.cursor() as cursor:
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(OperationalError) as failure, transaction.atomic():
            AuditEntry.objects.bulk_create(
                AuditEntry(at=now, action="test.full", reason="字" * 4000)
                for _ in range(50)
            )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert outages.is_outage(failure.value)
    assert not AuditEntry.objects.exists()
