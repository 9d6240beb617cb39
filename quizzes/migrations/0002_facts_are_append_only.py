"""The database refuses to rewrite versions, papers, answers and markings."""

from django.db import migrations

from people.operations import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial"), ("people", "0002_facts_and_roles")]

    operations = [
        ForbidUpdate(
            "quizzes_questionversion",
            [
                "question_id",
                "number",
                "kind",
                "stem",
                "spec",
                "explanation",
                "difficulty",
                "level",
                "tags",
                "references",
                "created_at",
                "created_by_id",
            ],
        ),
        # Not frozen: due_at (extra time), submitted_at, closed_by, grade, passed.
        ForbidUpdate(
            "quizzes_attempt",
            ["quiz_id", "person_id", "number", "seed", "rules", "started_at"],
        ),
        ForbidUpdate(
            "quizzes_item",
            [
                "attempt_id",
                "position",
                "section_title",
                "section_title_en",
                "version_id",
                "frozen",
                "max_mark",
            ],
        ),
        ForbidUpdate(
            "quizzes_response",
            ["item_id", "sequence", "operation_id", "answer", "answered_at"],
        ),
        ForbidUpdate(
            "quizzes_marking",
            [
                "item_id",
                "response_id",
                "outcome",
                "fraction",
                "marked_by_id",
                "marked_at",
                "comment",
            ],
        ),
    ]
