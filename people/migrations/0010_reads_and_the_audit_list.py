"""Whose results were shown to whom; and the audit list is quick by any filter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_notifications"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultRead",
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
                ("at", models.DateTimeField()),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("line_manager", "Line manager"),
                            ("manager_above", "Manager further up"),
                            ("hr", "HR"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("listed", "Shown in a list"),
                            ("exported", "Exported to a file"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "read of a result",
                "verbose_name_plural": "reads of results",
            },
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["-at", "-id"], name="people_audit_newest"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                fields=["actor", "-at", "-id"], name="people_audit_actor"
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                fields=["person", "-at", "-id"], name="people_audit_person"
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                fields=["action", "-at", "-id"], name="people_audit_action"
            ),
        ),
        migrations.AddField(
            model_name="resultread",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reads",
                to="people.auditentry",
            ),
        ),
        migrations.AddField(
            model_name="resultread",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="result_reads",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="resultread",
            index=models.Index(fields=["person", "-at"], name="people_read_of_person"),
        ),
        migrations.AddConstraint(
            model_name="resultread",
            constraint=models.UniqueConstraint(
                fields=("entry", "person"), name="people_one_read_per_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "capacity__in",
                        ["line_manager", "manager_above", "hr", "administrator"],
                    )
                ),
                name="people_read_capacity_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultread",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["opened", "listed", "exported"])),
                name="people_read_kind_is_known",
            ),
        ),
        ForbidUpdate(
            "people_resultread", ["entry_id", "person_id", "at", "capacity", "kind"]
        ),
    ]
