"""Send failures to Sentry (or a server of one's own that speaks its protocol).

Only where and as what something failed: neither who was there, nor what they sent,
nor the words of the exception, which hold data (PostgreSQL puts the whole row in).
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

KEPT_OF_REQUEST = ("method",)
# Of our own log lines: ids, kinds and types.
KEPT_OF_LINE = ("job", "kind", "attempt", "error")
# Its lines repeat what the exception itself has said.
REPEATED_BY = "waybill.failures"


def start(dsn: str, *, release: str = "", **options: Any) -> None:
    """Report to this address from now on.

    :raises ImproperlyConfigured: where the library is not installed
    """
    if find_spec("sentry_sdk") is None:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set: pip install -r requirements-sentry.txt"
        )
    import_module("sentry_sdk").init(
        dsn=dsn,
        release=release or None,
        # What send_default_pii=False was, and less: these are off one by one.
        data_collection={
            "user_info": False,
            "cookies": {"mode": "off"},
            "url_query_params": {"mode": "off"},
            "http_bodies": [],
            "database_query_data": False,
            "queues": False,
            "stack_frame_variables": False,
        },
        max_breadcrumbs=0,
        traces_sample_rate=0,
        before_send=scrub,
        **options,
    )


def scrub(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """Take out of a report whatever could name a person; None: no report."""
    if event.get("logger") == REPEATED_BY:
        return None
    request = event.get("request") or {}
    event["request"] = {key: request[key] for key in KEPT_OF_REQUEST if key in request}
    for key in ("user", "breadcrumbs", "server_name"):
        event.pop(key, None)
    extra = event.get("extra") or {}
    event["extra"] = {key: extra[key] for key in KEPT_OF_LINE if key in extra}
    # Arguments of Celery tasks, Django's and the machine's contexts.
    event["contexts"] = {
        key: value
        for key, value in (event.get("contexts") or {}).items()
        if key in {"runtime", "trace"}
    }
    for error in (event.get("exception") or {}).get("values") or ():
        error["value"] = ""
        for frame in (error.get("stacktrace") or {}).get("frames") or ():
            frame.pop("vars", None)
    entry = event.get("logentry")
    if entry:
        # The text before its parameters were put in.
        event["logentry"] = {"message": entry.get("message", "")}
    return event
