"""Write the audit log; the only way anything gets into it."""

from datetime import datetime
from typing import Any

from django.db import models

from people.models import AuditEntry, User


def record(
    *,
    action: str,
    actor: User | None,
    now: datetime,
    person: User | None = None,
    about: models.Model | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one line. `action` is a dotted code such as "result.read"."""
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        action=action,
        person=person,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        reason=reason,
        before=before,
        after=after,
    )
