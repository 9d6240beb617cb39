"""What this app writes into the audit log."""

from django.utils.translation import gettext_lazy as _

from people.actions import ActionGroup

GROUPS = (
    ActionGroup(
        subject=_("Learning and results"),
        actions={
            "enrolment.made": _("Enrolled in a course"),
            "step.waived": _("Step waived"),
            "progress.credited": _("Progress of a former account credited"),
            "result.read": _("Result opened"),
            "results.listed": _("List of results opened"),
            "results.exported": _("List of results exported"),
            "certificate.issued": _("Certificate issued"),
            "certificate.revoked": _("Certificate revoked"),
        },
    ),
    ActionGroup(
        subject=_("Content of courses"),
        actions={
            "starter.loaded": _("Starter content loaded"),
            "draft.submitted": _("Draft handed in for review"),
            "draft.passed": _("Draft passed on"),
            "draft.sent_back": _("Draft sent back"),
            "draft.withdrawn": _("Draft withdrawn"),
            "draft.review_ended": _("Review of a draft ended"),
            "edition.published": _("Edition published"),
            "edition.published_directly": _("Edition published without review"),
            "page.unpublished": _("Page taken down"),
        },
        is_for_hr=False,
    ),
)
