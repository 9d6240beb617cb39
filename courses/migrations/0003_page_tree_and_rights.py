"""The page tree (home, handbook, courses) and who may edit what in it."""

from django.db import migrations

ROOT, HOME = "0001", "00010001"
TREE = [
    # model, path, url path, slug, title, children
    ("homepage", HOME, "/home/", "home", "运单学院", 2),
    ("handbookindexpage", f"{HOME}0001", "/home/handbook/", "handbook", "客服手册", 0),
    ("courseindexpage", f"{HOME}0002", "/home/courses/", "courses", "课程", 0),
]
SECTIONS = [f"{HOME}0001", f"{HOME}0002"]
PAGE_RIGHTS = {
    "培训师": (SECTIONS, ["add", "change", "publish"]),
    "审核人": (SECTIONS, ["change"]),
    "批准人": (SECTIONS, ["change"]),
    "系统管理员": (
        [ROOT],
        ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
    ),
}
FILE_RIGHTS = {
    "培训师": ["add", "change", "choose"],
    "审核人": ["choose"],
    "批准人": ["choose"],
    "系统管理员": ["add", "change", "choose"],
}
# What the administrators' back office is: people, groups, site, workflows.
SYSTEM_RIGHTS = [
    ("people", "user", ["change"]),
    ("auth", "group", ["add", "change", "delete"]),
    ("wagtailcore", "site", ["add", "change", "delete"]),
    ("wagtailcore", "collection", ["add", "change", "delete"]),
    ("wagtailcore", "workflow", ["add", "change", "delete"]),
    ("wagtailcore", "task", ["add", "change", "delete"]),
]


def make_tree(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    locale = apps.get_model("wagtailcore", "Locale").objects.order_by("pk").first()
    if Page.objects.filter(path=f"{HOME}0001").exists():
        return
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()  # the framework's page of welcome
    for model, path, url_path, slug, title, children in TREE:
        content_type, _ = ContentType.objects.get_or_create(
            app_label="courses", model=model
        )
        apps.get_model("courses", model).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=content_type,
            path=path,
            depth=len(path) // 4,
            numchild=children,
            url_path=url_path,
            locale=locale,
        )
    Page.objects.filter(path=ROOT).update(numchild=1)
    Site.objects.create(
        hostname="localhost",
        site_name="运单学院",
        root_page_id=Page.objects.get(path=HOME).pk,
        is_default_site=True,
    )
    # The framework's one-person review: ours comes with its own roles.
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(
        workflow__name="Moderators approval"
    ).delete()


def give_rights(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Group = apps.get_model("auth", "Group")
    PageRight = apps.get_model("wagtailcore", "GroupPagePermission")
    FileRight = apps.get_model("wagtailcore", "GroupCollectionPermission")
    Collection = apps.get_model("wagtailcore", "Collection")
    files = Collection.objects.get(depth=1)
    for name, (paths, actions) in PAGE_RIGHTS.items():
        group = Group.objects.get(name=name)
        for page in Page.objects.filter(path__in=paths):
            for action in actions:
                right = permission(apps, "wagtailcore", "page", action)
                PageRight.objects.get_or_create(
                    group=group, page=page, permission=right
                )
    for name, actions in FILE_RIGHTS.items():
        group = Group.objects.get(name=name)
        for app, model in [("wagtailimages", "image"), ("wagtaildocs", "document")]:
            for action in actions:
                FileRight.objects.get_or_create(
                    group=group,
                    collection=files,
                    permission=permission(apps, app, model, action),
                )
    administrators = Group.objects.get(name="系统管理员")
    for app, model, actions in SYSTEM_RIGHTS:
        for action in actions:
            administrators.permissions.add(permission(apps, app, model, action))


def permission(apps, app, model, action):
    """Find the permission, or make it: Django does so only after all migrations."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_facts_are_append_only"),
        ("people", "0002_facts_and_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(make_tree, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
