"""What this app writes into the audit log."""

from django.utils.translation import gettext_lazy as _

from people.actions import ActionGroup

GROUPS = (
    ActionGroup(
        subject=_("Learning and results"),
        actions={
            "enrolment.made": _("Enrolled in a course"),
            "step.waived": _("Step waived"),
            "result.read": _("Result opened"),
            "results.listed": _("List of results opened"),
            "results.exported": _("List of results exported"),
            "certificate.issued": _("Certificate issued"),
            "certificate.revoked": _("Certificate revoked"),
        },
    ),
    ActionGroup(
        subject=_("Content of courses"),
        actions={"starter.loaded": _("Starter content loaded")},
        is_for_hr=False,
    ),
)
