"""What the site says while something it stands on is away: 503 and "try again"."""

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

# Seconds after which a page that saves by itself tries again.
RETRY_AFTER = "2"
# PostgreSQL: connection lost, out of resources (a full disk too), being shut down.
AWAY = ("08", "53", "57P")
# SQLite has no codes of its own here.
SQLITE_AWAY = ("locked", "disk is full")
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


def broken(request: HttpRequest) -> HttpResponse:
    """Answer whatever a request failed with: 503 during an outage, else 500.

    Neither page needs the database: it may be what is away.
    """
    error = sys.exception()
    if error is None or not is_outage(error):
        return server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def is_outage(error: BaseException) -> bool:
    """Whether it is the database or the disk that failed, and not our code."""
    return any(_is_away(each) for each in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_away(error: BaseException) -> bool:
    if isinstance(error, OperationalError):
        # None: psycopg had no answer from the server at all.
        state = getattr(error.__cause__, "sqlstate", "")
        if state is None or state.startswith(AWAY):
            return True
        return any(word in str(error) for word in SQLITE_AWAY)
    if isinstance(error, OSError):
        return error.errno in FULL_DISK
    return isinstance(error, InterfaceError)
