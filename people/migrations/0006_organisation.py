"""Levels and competencies of posts, closed departments, merged accounts; periods."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.operations import ForbidOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0005_sign_in_codes_and_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Competency",
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
                (
                    "key",
                    models.SlugField(max_length=40, unique=True, verbose_name="key"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="name in English"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("knowledge", "Knowledge"),
                            ("skill", "Skill"),
                            ("conduct", "Conduct"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        max_length=500, verbose_name="what can be observed"
                    ),
                ),
                (
                    "description_en",
                    models.TextField(
                        blank=True,
                        max_length=500,
                        verbose_name="what can be observed, in English",
                    ),
                ),
            ],
            options={
                "verbose_name": "competency",
                "verbose_name_plural": "competencies",
            },
        ),
        migrations.CreateModel(
            name="PostCompetency",
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
                ("level", models.PositiveSmallIntegerField(verbose_name="level")),
            ],
            options={
                "verbose_name": "competency of a post",
                "verbose_name_plural": "competencies of posts",
            },
        ),
        migrations.AddField(
            model_name="department",
            name="is_closed",
            field=models.BooleanField(default=False, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="membership",
            name="applied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("director", "Director"),
                    ("manager", "Manager"),
                    ("supervisor", "Supervisor"),
                ],
                max_length=12,
                verbose_name="leads as",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_accounts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="probation_ends_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="probation ends on"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["", "director", "manager", "supervisor"])
                ),
                name="people_post_level_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="people_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), ("is_active", False), _connector="OR"
                ),
                name="people_merged_account_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("probation_ends_on", None),
                    ("hired_on", None),
                    ("probation_ends_on__gte", models.F("hired_on")),
                    _connector="OR",
                ),
                name="people_probation_ends_after_hiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="competency",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["knowledge", "skill", "conduct"])),
                name="people_competency_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="postcompetency",
            name="competency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="people.competency",
            ),
        ),
        migrations.AddField(
            model_name="postcompetency",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requirements",
                to="people.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="postcompetency",
            constraint=models.UniqueConstraint(
                fields=("post", "competency"), name="people_post_asks_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="postcompetency",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5))),
                name="people_level_is_one_to_five",
            ),
        ),
        ForbidOverlap("people_membership", owner="person_id", only_if="is_primary"),
    ]
