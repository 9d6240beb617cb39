"""Papers as content: what a quiz says, as data; and a record of every change."""

from datetime import datetime
from typing import Any

from people import audit
from people.models import User
from people.services.company_facts import clear_revised
from quizzes.models import Quiz

FIELDS = (
    "key",
    "title",
    "title_en",
    "intro",
    "intro_en",
    "time_limit_minutes",
    "attempts_allowed",
    "wait_minutes",
    "multiple_choice_scoring",
    "shuffle_options",
    "is_open",
)


def as_data(quiz: Quiz) -> dict[str, Any]:
    """Return everything a quiz says, for comparing and for the audit log."""
    data: dict[str, Any] = {name: getattr(quiz, name) for name in FIELDS}
    data["pass_grade"] = str(quiz.pass_grade)
    sections = quiz.sections.select_related("bank").order_by("sort_order", "pk")
    data["sections"] = [
        {
            "title": section.title,
            "title_en": section.title_en,
            "bank": section.bank.key,
            "rules": [
                {
                    "tag": rule.tag,
                    "difficulty": rule.difficulty,
                    "count": rule.count,
                    "max_mark": str(rule.max_mark),
                }
                for rule in section.draw_rules.order_by("sort_order", "pk")
            ],
        }
        for section in sections
    ]
    return data


def record_change(
    *, quiz: Quiz, before: dict[str, Any] | None, actor: User, now: datetime
) -> None:
    """Write down that somebody has made or changed a quiz."""
    after = as_data(Quiz.objects.get(pk=quiz.pk))
    if after != before:
        audit.record(
            action="quiz.changed" if before else "quiz.created",
            actor=actor,
            now=now,
            about=quiz,
            before=before,
            after=after,
        )
        clear_revised(
            about_type=Quiz._meta.label_lower, about_id=quiz.pk, by=actor, now=now
        )
