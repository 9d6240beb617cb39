"""Administrators change people and their roles; each change leaves a line."""

import pytest
from django.urls import reverse

from people.models import AuditEntry


@pytest.fixture
def edit_url(learner):
    return reverse("wagtailusers_users:edit", args=[learner.pk])


def posted(learner, **changes):
    kept = {"name": learner.name, "email": "", "phone": "", "language": ""}
    return kept | {"is_active": "on"} | changes


def test_giving_a_role_is_audited_with_before_and_after(
    client_of, administrator, trainer, learner, edit_url
):
    group = trainer.groups.get()

    client_of(administrator).post(edit_url, posted(learner, groups=[group.pk]))

    entry = AuditEntry.objects.get(action="person.changed")
    assert (entry.actor, entry.person) == (administrator, learner)
    assert entry.before["roles"] == []
    assert entry.after["roles"] == ["培训师"]


def test_saving_without_a_change_leaves_no_line(
    client_of, administrator, learner, edit_url
):
    client_of(administrator).post(edit_url, posted(learner))

    assert not AuditEntry.objects.filter(action="person.changed").exists()


def test_a_second_person_cannot_get_the_same_address(
    client_of, administrator, trainer, learner, edit_url
):
    trainer.email = "su@qinghe.example"
    trainer.save(update_fields=["email"])

    response = client_of(administrator).post(
        edit_url, posted(learner, name="新名字", email="su@qinghe.example")
    )

    assert response.status_code == 200
    assert "新名字" in response.content.decode()
    learner.refresh_from_db()
    assert (learner.name, learner.email) == ("学员", "")


@pytest.mark.parametrize("role", ["trainer", "hr", "manager", "learner"])
def test_nobody_else_reaches_peoples_accounts(role, client_of, request, edit_url):
    person = request.getfixturevalue(role)

    response = client_of(person).post(edit_url, {"name": "x"})

    assert response.status_code == 302
    assert not AuditEntry.objects.filter(action="person.changed").exists()


def test_nobody_is_added_or_deleted_by_hand(client_of, administrator, learner):
    client = client_of(administrator)

    add = client.get(reverse("wagtailusers_users:add"))
    delete = client.post(reverse("wagtailusers_users:delete", args=[learner.pk]))

    assert add.status_code in {302, 404}
    assert delete.status_code in {302, 404}
    learner.refresh_from_db()
