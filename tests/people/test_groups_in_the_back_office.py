"""Groups decide who may do what: every change of one leaves a line."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from people.models import AuditEntry
from people.models.roles import GROUP_NAMES

PANELS = (
    "page_permissions",
    "image_permissions",
    "document_permissions",
    "collection_permissions",
)


def rights(**changes):
    """The group form with nothing given in the tree and the collections."""
    form = {}
    for panel in PANELS:
        for name, value in inline_formset([]).items():
            form[f"{panel}-{name}"] = value
    return form | changes


@pytest.fixture
def group(db):
    return Group.objects.create(name="外部讲师")


def edit_url(group):
    return reverse("wagtailusers_groups:edit", args=[group.pk])


def test_changed_rights_are_audited_with_before_and_after(
    client_of, administrator, group
):
    change = Group.objects.get(name="系统管理员").permissions.get(
        codename="change_user"
    )

    client_of(administrator).post(
        edit_url(group), rights(name=group.name, permissions=[change.pk])
    )

    entry = AuditEntry.objects.get(action="group.changed")
    assert (entry.actor, entry.about_id) == (administrator, group.pk)
    assert entry.before["rights"] == []
    assert entry.after["rights"] == ["people.change_user"]


def test_saving_without_a_change_leaves_no_line(client_of, administrator, group):
    client_of(administrator).post(edit_url(group), rights(name=group.name))

    assert not AuditEntry.objects.filter(action="group.changed").exists()


def test_a_new_group_is_audited(client_of, administrator):
    client_of(administrator).post(
        reverse("wagtailusers_groups:add"), rights(name="新的组")
    )

    entry = AuditEntry.objects.get(action="group.created")
    assert (entry.before, entry.after["name"]) == (None, "新的组")


def test_a_deleted_group_leaves_its_rights_in_the_log(client_of, administrator, group):
    client_of(administrator).post(
        reverse("wagtailusers_groups:delete", args=[group.pk])
    )

    assert not Group.objects.filter(pk=group.pk).exists()
    entry = AuditEntry.objects.get(action="group.deleted")
    assert (entry.actor, entry.before["name"]) == (administrator, "外部讲师")


@pytest.mark.parametrize("name", GROUP_NAMES.values())
def test_a_role_is_not_deleted(client_of, administrator, name):
    role = Group.objects.get(name=name)

    client_of(administrator).post(reverse("wagtailusers_groups:delete", args=[role.pk]))

    assert Group.objects.filter(name=name).exists()


def test_a_role_keeps_its_name(client_of, administrator):
    role = Group.objects.get(name="人事")

    client_of(administrator).post(edit_url(role), rights(name="改名了"))

    role.refresh_from_db()
    assert role.name == "人事"


@pytest.mark.parametrize("action", ["assign_role", "delete"])
def test_people_are_not_changed_in_bulk_past_the_log(
    client_of, administrator, learner, group, action
):
    url = reverse("wagtail_bulk_action", args=["people", "user", action])

    client_of(administrator).post(
        f"{url}?id={learner.pk}&next=/admin/", {"role": group.pk}
    )

    learner.refresh_from_db()
    assert not learner.groups.exists()
