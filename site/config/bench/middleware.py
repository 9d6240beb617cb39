"""Count a request's queries for a client that asks for it; only in the bench."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
ASKED = "X-Count-Queries"
HEADER = "X-Queries"


def count_queries(get_response: Handler) -> Handler:
    """Answer with the number of queries where asked; otherwise cost nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if ASKED not in request.headers:
            return get_response(request)
        seen = []

        def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            # Savepoints come through here too: they are round trips like any other.
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response[HEADER] = str(len(seen))
        return response

    return middleware
