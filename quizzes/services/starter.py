"""Loading banks and quizzes that come with the academy; again and again if need be.

parse() reads and checks, apply() writes. What has been edited in the back office
since the last load is left alone unless forced.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from people import audit
from people.models import AuditEntry
from quizzes.models import DrawRule, Question, QuestionBank, Quiz, Section
from quizzes.services import questions
from quizzes.services.questions import Content
from quizzes.services.quizzes import as_data
from quizzes.services.starter_files import BankEntry, Parsed, Problem, QuizEntry
from quizzes.services.starter_files import parse as parse_files

STARTER = Path(__file__).resolve().parents[1] / "starter"
__all__ = ["Counts", "HasProblems", "Parsed", "Problem", "apply", "parse"]


class HasProblems(Exception):
    """The files have problems; nothing has been written."""


@dataclass(slots=True, kw_only=True)
class Counts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0  # edited in the back office since the last load


def parse(folder: Path = STARTER) -> Parsed:
    """Read everything in the folder's banks/ and quizzes/."""
    return parse_files(
        banks=sorted((folder / "banks").glob("*.yaml")),
        quizzes=sorted((folder / "quizzes").glob("*.yaml")),
    )


@transaction.atomic
def apply(parsed: Parsed, *, now: datetime, force: bool = False) -> Counts:
    """Write what was parsed; all of it or nothing.

    :raises HasProblems: when the files are not clean
    """
    if parsed.problems:
        raise HasProblems
    counts = Counts()
    for bank in parsed.banks:
        _apply_bank(bank, counts, now=now, force=force)
    for quiz in parsed.quizzes:
        _apply_quiz(quiz, counts, now=now, force=force)
    return counts


def load_banks(*paths: Path, now: datetime, force: bool = False) -> Counts:
    """Parse and apply bank files.

    :raises HasProblems: when a file is not clean
    """
    return apply(parse_files(banks=paths, quizzes=()), now=now, force=force)


def load_quizzes(*paths: Path, now: datetime, force: bool = False) -> Counts:
    """Parse and apply quiz files; their banks must be there.

    :raises HasProblems: when a file is not clean
    """
    return apply(parse_files(banks=(), quizzes=paths), now=now, force=force)


def _apply_bank(
    entry: BankEntry, counts: Counts, *, now: datetime, force: bool
) -> None:
    bank, created = QuestionBank.objects.get_or_create(
        key=entry.fields["key"], defaults=entry.fields
    )
    if created:
        counts.created += 1
        _remember(bank, entry.fields, now=now)
    elif _may_write(bank, _bank_data(bank), entry.fields, counts, force=force):
        for name, value in entry.fields.items():
            setattr(bank, name, value)
        bank.save(update_fields=list(entry.fields))
        _remember(bank, entry.fields, now=now)
    known = {
        question.key: question
        for question in Question.objects.filter(key__in=entry.questions).select_related(
            "newest"
        )
    }
    for key, content in entry.questions.items():
        question = known.get(key)
        if question is None:
            questions.create(bank=bank, key=key, content=content, actor=None, now=now)
            counts.created += 1
        else:
            _apply_question(question, content, counts, now=now, force=force)


def _apply_question(
    question: Question, content: Content, counts: Counts, *, now: datetime, force: bool
) -> None:
    latest = question.newest
    if latest is not None and questions.content_of(latest) == content:
        counts.unchanged += 1
    elif latest is not None and latest.created_by_id is not None and not force:
        # Somebody has written the newest version: theirs stands.
        counts.skipped += 1
    else:
        questions.revise(question=question, content=content, actor=None, now=now)
        counts.updated += 1


def _apply_quiz(
    entry: QuizEntry, counts: Counts, *, now: datetime, force: bool
) -> None:
    wanted = _quiz_data(entry)
    quiz = Quiz.objects.filter(key=entry.fields["key"]).first()
    if quiz is None:
        quiz = Quiz(**entry.fields)
        counts.created += 1
    elif not _may_write(quiz, as_data(quiz), wanted, counts, force=force):
        return
    for name, value in entry.fields.items():
        setattr(quiz, name, value)
    quiz.save()
    quiz.sections.all().delete()
    banks = {bank.key: bank for bank in QuestionBank.objects.all()}
    for order, section in enumerate(entry.sections):
        row = Section.objects.create(
            quiz=quiz, sort_order=order, bank=banks[section.bank], **section.fields
        )
        for place, rule in enumerate(section.rules):
            DrawRule.objects.create(section=row, sort_order=place, **rule)
    _remember(quiz, wanted, now=now)


def _may_write(
    thing: models.Model,
    current: dict[str, Any],
    wanted: dict[str, Any],
    counts: Counts,
    *,
    force: bool,
) -> bool:
    """Count what becomes of it; True if it is to be written."""
    if current == wanted:
        counts.unchanged += 1
        return False
    loaded = (
        AuditEntry.objects.about(thing)
        .filter(action=_action(thing))
        .order_by("-pk")
        .first()
    )
    if not force and (loaded is None or loaded.after != current):
        counts.skipped += 1
        return False
    counts.updated += 1
    return True


def _remember(thing: models.Model, data: dict[str, Any], *, now: datetime) -> None:
    audit.record(action=_action(thing), actor=None, now=now, about=thing, after=data)


def _action(thing: models.Model) -> str:
    return f"{thing._meta.model_name}.loaded"


def _bank_data(bank: QuestionBank) -> dict[str, Any]:
    return {
        name: getattr(bank, name) for name in ("key", "name", "name_en", "description")
    }


def _quiz_data(entry: QuizEntry) -> dict[str, Any]:
    """The same shape as services.quizzes.as_data gives for a saved quiz."""
    return {
        **entry.fields,
        "pass_grade": str(entry.fields["pass_grade"]),
        "sections": [
            {
                **section.fields,
                "bank": section.bank,
                "rules": [
                    {**rule, "max_mark": str(rule["max_mark"])}
                    for rule in section.rules
                ],
            }
            for section in entry.sections
        ],
    }
