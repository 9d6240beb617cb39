"""The workflow of three people on handbook and courses; trainers no longer publish."""

from django.db import migrations

WORKFLOW = "三人编审"
STEPS = [("审核", "review", "审核人"), ("批准", "approval", "批准人")]
SECTIONS = ["00010001" + "0001", "00010001" + "0002"]
TRAINERS = "培训师"


def make_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    EditorialTask = apps.get_model("courses", "EditorialTask")
    Group = apps.get_model("auth", "Group")
    kind, _ = ContentType.objects.get_or_create(
        app_label="courses", model="editorialtask"
    )
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (name, step, group) in enumerate(STEPS):
        task, _ = EditorialTask.objects.get_or_create(
            step=step, defaults={"name": name, "content_type": kind}
        )
        task.groups.set([Group.objects.get(name=group)])
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    for page in _sections(apps):
        WorkflowPage.objects.update_or_create(
            page=page, defaults={"workflow": workflow}
        )


def remove_workflow(apps, schema_editor):
    # Its states go with it, as there is nobody left to decide on them.
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    for task in apps.get_model("courses", "EditorialTask").objects.all():
        task.groups.clear()
    tasks = apps.get_model("wagtailcore", "Task").objects
    tasks.filter(name__in=[name for name, _, _ in STEPS]).delete()


def take_right(apps, schema_editor):
    _publish_rights(apps).delete()


def give_right(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    PageRight = apps.get_model("wagtailcore", "GroupPagePermission")
    for page in _sections(apps):
        PageRight.objects.get_or_create(
            group=Group.objects.get(name=TRAINERS),
            page=page,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename="publish_page"
            ),
        )


def _sections(apps):
    return apps.get_model("wagtailcore", "Page").objects.filter(path__in=SECTIONS)


def _publish_rights(apps):
    return apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(
        group__name__in=[TRAINERS, "审核人", "批准人"],
        permission__codename="publish_page",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0004_editions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(make_workflow, remove_workflow),
        migrations.RunPython(take_right, give_right),
    ]
