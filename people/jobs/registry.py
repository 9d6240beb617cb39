"""Which handler does which kind of job: settings.JOB_HANDLERS, as dotted paths.

So that people, at the bottom, can run work of the apps above it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from people.jobs.contract import Handler


class UnknownKind(LookupError):
    """No handler is registered for this kind of job."""


def handler_for(kind: str) -> Handler:
    """Return the kind's handler.

    :raises UnknownKind: if there is none
    """
    try:
        path = settings.JOB_HANDLERS[kind]
    except KeyError:
        raise UnknownKind(kind) from None
    found = import_string(path)
    # A plain function will do where the jobs page needs nothing more.
    return found if isinstance(found, Handler) else Handler(run=found, title=kind)


def kinds_seen_by(roles: Iterable[str]) -> list[str]:
    """Return the kinds of which people with one of these roles see every job."""
    seen = frozenset(roles)
    return [kind for kind in settings.JOB_HANDLERS if handler_for(kind).seen_by & seen]


def kinds_that_tell() -> list[str]:
    """Return the kinds at whose end whoever asked is told."""
    return [kind for kind in settings.JOB_HANDLERS if handler_for(kind).tells]
