"""Reading the audit log, which leaves a line itself when it is about somebody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.documents_excel import audit_sheet
from people.models import User
from people.models.audit import AuditQuerySet
from people.queries import audit_log
from people.queries.audit_log import AuditFilters, AuditPage

# What Excel opens at once and a request makes within seconds.
MOST_ROWS = 5000


def open_page(
    *,
    entries: AuditQuerySet,
    asked: AuditFilters,
    viewer: User,
    older_than: str,
    newer_than: str,
    now: datetime,
) -> AuditPage:
    """Return a page; a search for people is noted as a look at their data.

    :raises people.rules.cursors.NotAPlace: if there is no such place in the list
    """
    found = audit_log.filtered(entries, asked)
    page = audit_log.page(found, older_than=older_than, newer_than=newer_than)
    if asked.people:
        audit.record_list(
            action="audit.read", viewer=viewer, people=asked.people, now=now
        )
    return page


@transaction.atomic
def export(
    *, entries: AuditQuerySet, asked: AuditFilters, viewer: User, now: datetime
) -> bytes:
    """Return what is filtered as .xlsx, the newest lines where it is too much; noted
    as a look at everybody the lines are about."""
    found = audit_log.filtered(entries, asked)
    lines, has_more = audit_log.newest(found, at_most=MOST_ROWS)
    concerned = {line.entry.person_id for line in lines} - {None}
    audit.record_export(
        action="audit.exported",
        viewer=viewer,
        people=sorted(pk for pk in concerned if pk is not None),
        now=now,
        after={"rows": len(lines), "filters": asked.words},
    )
    remark = _("%(count)d lines, the newest first") % {"count": len(lines)}
    if has_more:
        remark = _(
            "Only the newest %(count)d lines: there are more. "
            "Narrow the filter for the others."
        ) % {"count": len(lines)}
    return audit_sheet(lines, remark=remark)
