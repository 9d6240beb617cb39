"""Why a job may fail whatever its kind, in words for whoever asked for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "crashed": _(
        "The job stopped because of a fault in the program. Nothing more will happen "
        "by itself; the worker's log says where it stopped."
    ),
    "gave_up": _(
        "The job was begun three times and never came to its end. Ask an "
        "administrator to look at the worker before you start it again."
    ),
    "too_long": _("The job took longer than an hour and was stopped."),
    "unknown_kind": _("This version of the site does not know this kind of job."),
}


def sentence(code: str) -> Promise:
    """Return the sentence of a code that any kind of job may fail with."""
    return SENTENCES[code]
