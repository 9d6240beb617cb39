"""A question's new version is proposed, decided on by two others, then drawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0003_rights_in_the_back_office"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="newest",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quizzes.questionversion",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "summary",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what has changed"
                    ),
                ),
                (
                    "is_minor",
                    models.BooleanField(default=False, verbose_name="minor change"),
                ),
                (
                    "effective_on",
                    models.DateField(null=True, verbose_name="effective on"),
                ),
                (
                    "content_hash",
                    models.CharField(max_length=64, verbose_name="content hash"),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed question version",
                "verbose_name_plural": "proposed question versions",
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("review", "Review"),
                            ("approval", "Approval"),
                            ("direct", "Published directly"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_passed", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("comment", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="quizzes.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a question version",
                "verbose_name_plural": "decisions on question versions",
            },
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.lookups.Exact(
                    models.functions.Length("content_hash"), 64
                ),
                name="quizzes_proposal_hash_is_sha256",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("proposal", "step"), name="quizzes_one_decision_per_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("proposal", "by"), name="quizzes_one_decision_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["review", "approval", "direct"])),
                name="quizzes_decision_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_passed", True), models.Q(("step", "direct"), _negated=True)
                    ),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="quizzes_decision_says_why",
            ),
        ),
        ForbidUpdate(
            "quizzes_proposal",
            ["version_id", "summary", "is_minor", "effective_on", "content_hash"],
        ),
        ForbidUpdate(
            "quizzes_decision",
            ["proposal_id", "step", "is_passed", "by_id", "at", "comment"],
        ),
    ]
