"""Trainers and administrators write banks, questions and quizzes; reviewers and
approvers look."""

from django.db import migrations

EDITORS = ["培训师", "系统管理员"]
READERS = ["审核人", "批准人"]
MODELS = ["questionbank", "question", "quiz"]


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in EDITORS:
        _give(apps, Group.objects.get(name=name), ["add", "change", "view"])
    for name in READERS:
        _give(apps, Group.objects.get(name=name), ["view"])


def _give(apps, group, actions):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model in MODELS:
        kind, _ = ContentType.objects.get_or_create(app_label="quizzes", model=model)
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0002_facts_are_append_only"),
        ("people", "0002_facts_and_roles"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
