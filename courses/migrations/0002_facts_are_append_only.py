"""The database refuses to rewrite enrolments, events, readings and certificates."""

from django.db import migrations

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("people", "0002_facts_and_roles")]

    operations = [
        # Not frozen: due_on (a longer time), ended_at.
        ForbidUpdate(
            "courses_enrolment",
            ["person_id", "course_id", "enrolled_at", "enrolled_by_id"],
        ),
        ForbidUpdate(
            "courses_stepevent",
            [
                "enrolment_id",
                "step_id",
                "kind",
                "at",
                "recorded_by_id",
                "revision_id",
                "attempt_id",
            ],
        ),
        ForbidUpdate(
            "courses_reading", ["person_id", "entry_id", "revision_id", "kind", "at"]
        ),
        # Not frozen: the PDF, its hash and time, which are added once.
        ForbidUpdate(
            "courses_certificate",
            [
                "number",
                "enrolment_id",
                "person_id",
                "issued_at",
                "valid_until",
                "frozen",
                "template_version",
            ],
        ),
        ForbidUpdate("courses_revocation", ["certificate_id", "at", "by_id", "reason"]),
    ]
