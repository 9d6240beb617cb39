"""The audit log is written by services and rewritten by nobody."""

import pytest
from django.db import DatabaseError, transaction

from people import audit
from people.models import AuditEntry, Role
from people.services import roles


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "test.denied"},
        {"reason": "另一个理由"},
        {"person": None},
        {"after": {"grade": "100"}},
    ],
)
def test_an_audit_entry_cannot_be_changed(learner, now, changed):
    written = {"action": "test.done", "reason": "理由", "person": learner}
    entry = audit.record(actor=learner, now=now, **written)

    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**changed)

    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in written} == written
    assert entry.after is None


def test_giving_a_role_is_audited_once(learner, hr, now):
    roles.give(person=learner, role=Role.TRAINER, actor=hr, now=now)
    roles.give(person=learner, role=Role.TRAINER, actor=hr, now=now)

    entry = AuditEntry.objects.get(action="role.given", person=learner)
    assert (entry.actor, entry.after) == (hr, {"role": "trainer"})


def test_taking_a_role_says_why(trainer, hr, now):
    roles.take(person=trainer, role=Role.TRAINER, reason="转岗", actor=hr, now=now)

    assert not trainer.groups.exists()
    assert AuditEntry.objects.get(action="role.taken").reason == "转岗"
