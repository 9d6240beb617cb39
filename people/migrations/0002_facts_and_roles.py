"""The audit log cannot be rewritten, and the roles exist from the start."""

from django.db import migrations

from people.operations import ForbidUpdate

GROUPS = ["培训师", "审核人", "批准人", "人事", "系统管理员"]
# Everybody but HR works in the back office.
EDITORS = ["培训师", "审核人", "批准人", "系统管理员"]


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    admin, _ = ContentType.objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    access, _ = Permission.objects.get_or_create(
        content_type=admin,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    for name in GROUPS:
        group, _ = Group.objects.get_or_create(name=name)
        if name in EDITORS:
            group.permissions.add(access)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [
        ForbidUpdate(
            "people_auditentry",
            [
                "at",
                "actor_id",
                "action",
                "person_id",
                "about_type",
                "about_id",
                "reason",
                "before",
                "after",
            ],
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
