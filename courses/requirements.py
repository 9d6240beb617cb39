"""Requirements of a certificate that courses can answer itself.

Each takes an enrolment and the time, and returns what is missing in words, or None.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.models import Enrolment
from courses.queries import course_state
from courses.rules import certification
from courses.rules.certification import Lack


def required_steps_passed(enrolment: Enrolment, now: datetime) -> str | None:
    """Every required step of the course, as it is today, is done."""
    state = course_state(enrolment.course, enrolment)
    missing = certification.missing(state.rule_steps, state.progress)
    if not missing:
        return None
    if missing[0].lack == Lack.NO_REQUIRED_STEPS:
        return _("This course has no required steps yet.")
    titles = {row.step.pk: row.step.display_title for row in state.rows}
    names = ", ".join(titles[lack.step] for lack in missing if lack.step is not None)
    return _("Still to do: %(steps)s") % {"steps": names}
