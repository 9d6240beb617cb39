"""HR and administrators edit the organisation; what is there has begun already."""

from django.db import migrations
from django.utils import timezone

EDITORS = ["人事", "系统管理员"]
MODELS = ["department", "post", "competency"]


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    wanted = [("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")]
    for model in MODELS:
        for action in ("add", "change", "delete", "view"):
            code = f"{action}_{model}"
            wanted.append(("people", model, code, f"Can {action} {model}"))
    for app, model, code, name in wanted:
        kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=code, defaults={"name": name}
        )
        for group in Group.objects.filter(name__in=EDITORS):
            group.permissions.add(permission)


def mark_as_begun(apps, schema_editor):
    """Until now every membership was copied to its person when it was made."""
    Membership = apps.get_model("people", "Membership")
    Membership.objects.filter(applied_at=None).update(applied_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("people", "0006_organisation")]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.RunPython(mark_as_begun, migrations.RunPython.noop),
    ]
