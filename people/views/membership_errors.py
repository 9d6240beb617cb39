"""What the services refuse, said at the field it is about."""

from django import forms
from django.utils.translation import gettext as _

from people.services import lines, memberships, probation


def add_to(form: forms.Form, problem: Exception) -> None:
    """Put the sentence for the problem beside its field, or above the form."""
    field, text = _sentence(problem)
    if field == "line_manager" and "successor" in form.fields:
        field = "successor"
    form.add_error(field if field in form.fields else None, text)


def _sentence(problem: Exception) -> tuple[str, str]:
    match problem:
        case memberships.TooEarly():
            day = f"{problem.earliest:%Y-%m-%d}"
            text = _("The membership that this changes begins on %(day)s.")
            return "active_from", text % {"day": day}
        case memberships.NotEmployed():
            return "active_from", _("The person is not employed then.")
        case memberships.Overlap():
            return "active_from", _("On these days the person has this post already.")
        case memberships.HasReports():
            return "successor", _("Somebody has to lead the reports from then on.")
        case probation.EndsBeforeHiring():
            return "ends_on", _("Probation cannot end before the hiring date.")
        case lines.LineRefused():
            return "line_manager", _line_sentence(problem.why)
    raise problem


def _line_sentence(why: lines.Why) -> str:
    return {
        lines.Why.THEMSELVES: _("Nobody can be their own line manager."),
        lines.Why.HAS_LEFT: _("This line manager has left by then."),
        lines.Why.CIRCLE: _(
            "This line manager stands below the person, now or later: they would form "
            "a circle."
        ),
    }[why]
