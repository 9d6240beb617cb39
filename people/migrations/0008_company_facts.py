"""Company facts: their values, marks and clearances are facts, never rewritten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_organisation_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyFact",
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
                    models.SlugField(max_length=60, unique=True, verbose_name="key"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="name in English"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Whole number"),
                            ("money", "Amount of money (CNY)"),
                            ("duration", "Duration"),
                            ("percentage", "Percentage"),
                            ("phone", "Phone number"),
                            ("date", "Day"),
                            ("link", "Web address"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "unit",
                    models.CharField(blank=True, max_length=20, verbose_name="unit"),
                ),
                (
                    "unit_en",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="unit in English"
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, verbose_name="what it is and where to find it"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="company_facts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person who fills it",
                    ),
                ),
                (
                    "owner_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="company_facts",
                        to="people.post",
                        verbose_name="post that fills it",
                    ),
                ),
            ],
            options={
                "verbose_name": "company fact",
                "verbose_name_plural": "company facts",
            },
        ),
        migrations.CreateModel(
            name="CompanyFactValue",
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
                ("value", models.CharField(max_length=400)),
                ("value_en", models.CharField(blank=True, max_length=400)),
                ("valid_from", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="people.companyfact",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a company fact",
                "verbose_name_plural": "values of company facts",
            },
        ),
        migrations.CreateModel(
            name="ReviewMark",
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
                ("about_type", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "value",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="people.companyfactvalue",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark for review",
                "verbose_name_plural": "marks for review",
            },
        ),
        migrations.CreateModel(
            name="ReviewClearance",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("checked", "Checked, still right"),
                            ("revised", "Revised"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearance",
                        to="people.reviewmark",
                    ),
                ),
            ],
            options={
                "verbose_name": "cleared mark",
                "verbose_name_plural": "cleared marks",
            },
        ),
        migrations.CreateModel(
            name="TakenEffect",
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
                    "value",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_effect",
                        to="people.companyfactvalue",
                    ),
                ),
            ],
            options={
                "verbose_name": "value taken effect",
                "verbose_name_plural": "values taken effect",
            },
        ),
        migrations.AddConstraint(
            model_name="companyfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "text",
                            "number",
                            "money",
                            "duration",
                            "percentage",
                            "phone",
                            "date",
                            "link",
                        ],
                    )
                ),
                name="people_fact_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="companyfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                ),
                name="people_fact_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="companyfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner", None), ("owner_post", None), _connector="OR"
                ),
                name="people_fact_has_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="companyfact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit_en", ""),
                    models.Q(("unit", ""), _negated=True),
                    _connector="OR",
                ),
                name="people_fact_units_together",
            ),
        ),
        migrations.AddIndex(
            model_name="companyfactvalue",
            index=models.Index(
                fields=["fact", "-valid_from", "-id"], name="people_fact_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="companyfactvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True),
                name="people_fact_value_says_something",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewmark",
            index=models.Index(
                fields=["about_type", "about_id"], name="people_mark_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewmark",
            constraint=models.UniqueConstraint(
                fields=("value", "about_type", "about_id"),
                name="people_marked_once_by_a_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewclearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["checked", "revised"])),
                name="people_clearance_is_known",
            ),
        ),
        # Texts name a fact by its key: that stays for good.
        ForbidUpdate("people_companyfact", ["key"]),
        ForbidUpdate(
            "people_companyfactvalue",
            [
                "fact_id",
                "value",
                "value_en",
                "valid_from",
                "set_by_id",
                "set_at",
                "source",
            ],
        ),
        ForbidUpdate("people_reviewmark", ["value_id", "about_type", "about_id", "at"]),
        ForbidUpdate("people_reviewclearance", ["mark_id", "how", "at", "by_id"]),
        ForbidUpdate("people_takeneffect", ["value_id", "at"]),
    ]
