"""Which kinds of notifications there are: settings.NOTIFICATION_KINDS, as dotted paths.

So that people, at the bottom, can say what happens in the apps above it.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from people.notifications.contract import Kind


class UnknownKind(LookupError):
    """No such kind is registered; nobody has been told."""


def kind_of(code: str) -> Kind:
    """Return the kind with this code.

    :raises UnknownKind: if there is none
    """
    try:
        path = settings.NOTIFICATION_KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None
    found: Kind = import_string(path)
    return found


def all_kinds() -> dict[str, Kind]:
    """Return every kind by its code, in the order of the settings."""
    return {code: kind_of(code) for code in settings.NOTIFICATION_KINDS}
