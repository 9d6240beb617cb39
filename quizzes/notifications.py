"""What people are told about their attempts."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models.organisation import in_reader_language
from people.notifications.contract import Words, kind
from people.notifications.moments import moment


@kind(label=gettext_lazy("Quiz graded"), icon="clipboard-document-check")
def attempt_graded(parameters: dict[str, Any]) -> Words:
    quiz = in_reader_language(parameters["quiz"], parameters["quiz_en"])
    title = _("Graded: %(quiz)s") % {"quiz": quiz}
    return Words(title=title, text=_result(parameters), is_private=True)


def _result(parameters: dict[str, Any]) -> str:
    if parameters["passed"]:
        return _("Passed.")
    if parameters["used_up"]:
        return _("Not passed, and no attempt is left. Talk to your trainer.")
    if not parameters["is_open"]:
        return _("Not passed. The quiz is closed at the moment.")
    if not parameters["next_opens_at"]:
        return _("Not passed. You may try again at any time.")
    at = date_format(moment(parameters["next_opens_at"]), "Y-m-d H:i")
    return _("Not passed. You may try again from %(at)s.") % {"at": at}
