"""Who may read which part of the audit log."""

import json

from django.db.models import Case, Q, Value, When
from django.db.models.fields.json import KT

from people.access import has_role
from people.actions import ABOUT_RIGHTS, ActionGroup, actions_for_hr, groups
from people.models import AuditEntry, Role, User
from people.models.audit import AuditQuerySet
from people.models.roles import GROUP_NAMES


def visible_entries(viewer: User) -> AuditQuerySet:
    """Everything for administrators; for HR what is about people and results, and
    nothing about the rights of administrators; nothing for others."""
    entries: AuditQuerySet = AuditEntry.objects.all()
    if has_role(viewer, Role.ADMINISTRATOR):
        return entries
    if not has_role(viewer, Role.HR):
        return entries.none()
    # A case, since NOT over JSON keys that are missing would drop the row.
    hidden = Case(When(_about_administrators(), then=Value(True)), default=Value(False))
    found: AuditQuerySet = entries.filter(action__in=actions_for_hr()).annotate(
        before_roles=KT("before__roles"), after_roles=KT("after__roles")
    )
    return found.annotate(is_hidden=hidden).filter(is_hidden=False)


def _about_administrators() -> Q:
    """Entries about the rights of who is an administrator, or became or was one."""
    group = GROUP_NAMES[Role.ADMINISTRATOR]
    today = User.objects.filter(Q(is_superuser=True) | Q(groups__name=group))
    touched = Q(before__role=Role.ADMINISTRATOR.value)
    touched |= Q(after__role=Role.ADMINISTRATOR.value)
    # The back office keeps a list of groups' names; SQLite has them escaped.
    for text in (group, json.dumps(group)[1:-1]):
        touched |= Q(before_roles__contains=text) | Q(after_roles__contains=text)
    return Q(action__in=ABOUT_RIGHTS) & (Q(person__in=today.values("pk")) | touched)


def visible_groups(viewer: User) -> list[ActionGroup]:
    """The actions the viewer may filter by."""
    sees_all = has_role(viewer, Role.ADMINISTRATOR)
    return [group for group in groups() if sees_all or group.is_for_hr]
