"""Write down what broke while a request was answered, and name nobody."""

import logging
import sys
import traceback

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest

log = logging.getLogger("waybill.failures")


@receiver(got_request_exception, dispatch_uid="config.failures")
def log_failure(sender: object, request: HttpRequest, **_later: object) -> None:
    """Log where and as what a request failed.

    Django's own line holds the path, and messages of exceptions hold data: PostgreSQL
    puts the whole row into them.
    """
    kinds: list[str] = []
    where: list[str] = []
    error = sys.exception()
    while error is not None:
        kinds.append(type(error).__qualname__)
        where += traceback.format_tb(error.__traceback__)
        error = error.__cause__ or error.__context__
    match = request.resolver_match
    log.error(
        "request failed",
        extra={
            "method": request.method,
            "route": match.route if match else "",
            "error": " from ".join(kinds),
            "where": where,
        },
    )
