"""Editions: what readers got and who answers for it; drafts say what they change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("courses", "0003_page_tree_and_rights"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="chapterpage",
            name="change_summary",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For readers, in one or two sentences.",
                max_length=500,
                verbose_name="what has changed",
            ),
        ),
        migrations.AddField(
            model_name="chapterpage",
            name="change_summary_en",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                verbose_name="what has changed, in English",
            ),
        ),
        migrations.AddField(
            model_name="chapterpage",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="Readers get it at midnight of this day. Empty: as soon as it is approved.",  # noqa: E501
                null=True,
                verbose_name="effective on",
            ),
        ),
        migrations.AddField(
            model_name="chapterpage",
            name="is_minor_change",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Wording or typing errors: nobody is asked to confirm reading it again.",  # noqa: E501
                verbose_name="minor change",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="change_summary",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For readers, in one or two sentences.",
                max_length=500,
                verbose_name="what has changed",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="change_summary_en",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                verbose_name="what has changed, in English",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="Readers get it at midnight of this day. Empty: as soon as it is approved.",  # noqa: E501
                null=True,
                verbose_name="effective on",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="is_minor_change",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Wording or typing errors: nobody is asked to confirm reading it again.",  # noqa: E501
                verbose_name="minor change",
            ),
        ),
        migrations.AddField(
            model_name="entrypage",
            name="change_summary",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For readers, in one or two sentences.",
                max_length=500,
                verbose_name="what has changed",
            ),
        ),
        migrations.AddField(
            model_name="entrypage",
            name="change_summary_en",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                verbose_name="what has changed, in English",
            ),
        ),
        migrations.AddField(
            model_name="entrypage",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="Readers get it at midnight of this day. Empty: as soon as it is approved.",  # noqa: E501
                null=True,
                verbose_name="effective on",
            ),
        ),
        migrations.AddField(
            model_name="entrypage",
            name="is_minor_change",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Wording or typing errors: nobody is asked to confirm reading it again.",  # noqa: E501
                verbose_name="minor change",
            ),
        ),
        migrations.AddField(
            model_name="steppage",
            name="change_summary",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="For readers, in one or two sentences.",
                max_length=500,
                verbose_name="what has changed",
            ),
        ),
        migrations.AddField(
            model_name="steppage",
            name="change_summary_en",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                verbose_name="what has changed, in English",
            ),
        ),
        migrations.AddField(
            model_name="steppage",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="Readers get it at midnight of this day. Empty: as soon as it is approved.",  # noqa: E501
                null=True,
                verbose_name="effective on",
            ),
        ),
        migrations.AddField(
            model_name="steppage",
            name="is_minor_change",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Wording or typing errors: nobody is asked to confirm reading it again.",  # noqa: E501
                verbose_name="minor change",
            ),
        ),
        migrations.CreateModel(
            name="DirectPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "direct publication",
                "verbose_name_plural": "direct publications",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="courses_direct_publication_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("revised_on", models.DateField(verbose_name="revised on")),
                ("effective_on", models.DateField(verbose_name="effective on")),
                (
                    "summary",
                    models.TextField(blank=True, verbose_name="what has changed"),
                ),
                ("summary_en", models.TextField(blank=True)),
                ("is_minor", models.BooleanField(verbose_name="minor change")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            (
                                "reviewed",
                                "drafted, reviewed and approved by three people",
                            ),
                            ("direct", "published directly by an administrator"),
                            ("initial", "came with the academy"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "content_hash",
                    models.CharField(max_length=64, verbose_name="content hash"),
                ),
                ("published_at", models.DateTimeField()),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approver",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafter",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "number"),
                        name="courses_edition_number_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="courses_editions_count_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin__in", ["reviewed", "direct", "initial"])
                        ),
                        name="courses_edition_origin_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "reviewed"), _negated=True),
                            models.Q(
                                ("approver__isnull", False),
                                ("drafter__isnull", False),
                                ("reviewer__isnull", False),
                                models.Q(
                                    ("drafter", models.F("reviewer")), _negated=True
                                ),
                                models.Q(
                                    ("drafter", models.F("approver")), _negated=True
                                ),
                                models.Q(
                                    ("reviewer", models.F("approver")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="courses_edition_has_three_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("origin", "direct"),
                                ("published_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("origin", "direct"), _negated=True),
                                ("published_by", None),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="courses_direct_edition_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.lookups.Exact(
                            models.functions.Length("content_hash"), 64
                        ),
                        name="courses_edition_hash_is_sha256",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditorialTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[("review", "Review"), ("approval", "Approval")],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",  # noqa: E501
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the three people's review",
                "verbose_name_plural": "steps of the three people's review",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["review", "approval"])),
                        name="courses_editorial_step_is_known",
                    )
                ],
            },
            bases=("wagtailcore.task",),
        ),
        ForbidUpdate(
            "courses_edition",
            [
                "page_id",
                "number",
                "revision_id",
                "revised_on",
                "effective_on",
                "summary",
                "summary_en",
                "is_minor",
                "origin",
                "drafter_id",
                "reviewer_id",
                "approver_id",
                "published_by_id",
                "reason",
                "content_hash",
                "published_at",
            ],
        ),
        ForbidUpdate(
            "courses_directpublication", ["revision_id", "by_id", "reason", "at"]
        ),
    ]
