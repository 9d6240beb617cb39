"""What `quizzes` holds about a person: attempts, answers, how they were marked."""

from django.utils.translation import gettext_lazy as _

from people.personal_data.contract import PersonalData, Record, Section
from people.personal_data.excluded import OF_CONTENT, OF_OTHERS
from people.personal_data.sections import LINE
from quizzes.models import Attempt, Marking, Response
from quizzes.question_types.registry import QUESTION_TYPES

WHY = _("To open every grade down to the single answer, also when it is questioned.")


def _attempt(attempt: Attempt) -> Record:
    return {
        "quiz": attempt.rules["title"],
        "number": attempt.number,
        "started_at": attempt.started_at,
        "submitted_at": attempt.submitted_at,
        "grade": attempt.grade,
        "passed": attempt.passed,
    }


def _answer(response: Response) -> Record:
    item = response.item
    kind = QUESTION_TYPES[item.frozen["kind"]]
    cleared = response.answer is None
    return {
        "quiz": item.attempt.rules["title"],
        "attempt": item.attempt.number,
        "question": item.position,
        "stem": item.frozen["stem"],
        "answer": ""
        if cleared
        else kind.in_words(item.frozen["question"], response.answer),
        "at": response.answered_at,
    }


def _marking(marking: Marking) -> Record:
    return {
        "quiz": marking.item.attempt.rules["title"],
        "attempt": marking.item.attempt.number,
        "question": marking.item.position,
        "outcome": marking.outcome,
        "fraction": marking.fraction,
        "marked_by": "person" if marking.marked_by_id else "machine",
        "at": marking.marked_at,
        "comment": marking.comment,
    }


SECTIONS = (
    Section(
        key="attempts",
        title=_("Attempts and grades"),
        why=_("To show what you know; certificates rest on it."),
        seen_by=LINE,
        columns={
            "quiz": _("Quiz"),
            "number": _("Attempt"),
            "started_at": _("Started"),
            "submitted_at": _("Submitted"),
            "grade": _("Grade"),
            "passed": _("Passed"),
        },
        rows=lambda person: Attempt.objects.filter(person=person).order_by("-pk"),
        record=_attempt,
        covers=["quizzes.attempt.person"],
    ),
    Section(
        key="answers",
        title=_("Answers"),
        why=WHY,
        seen_by=LINE,
        columns={
            "quiz": _("Quiz"),
            "attempt": _("Attempt"),
            "question": _("Question"),
            "stem": _("Question text"),
            "answer": _("Answer"),
            "at": _("When"),
        },
        rows=lambda person: (
            Response.objects.filter(item__attempt__person=person)
            .select_related("item__attempt")
            .order_by("-pk")
        ),
        record=_answer,
    ),
    Section(
        key="markings",
        title=_("How answers were marked"),
        why=WHY,
        seen_by=LINE,
        columns={
            "quiz": _("Quiz"),
            "attempt": _("Attempt"),
            "question": _("Question"),
            "outcome": _("Outcome"),
            "fraction": _("Fraction"),
            "marked_by": _("Marked by"),
            "at": _("When"),
            "comment": _("Comment"),
        },
        rows=lambda person: (
            Marking.objects.filter(item__attempt__person=person)
            .select_related("item__attempt")
            .order_by("-pk")
        ),
        record=_marking,
        words={
            "outcome": dict(Marking.Outcome.choices),
            "marked_by": {"machine": _("the machine"), "person": _("a person")},
        },
    ),
)
DATA = PersonalData(
    sections=SECTIONS,
    excluded={
        "quizzes.marking.marked_by": OF_OTHERS,
        "quizzes.questionversion.created_by": OF_CONTENT,
        "quizzes.decision.by": OF_CONTENT,
    },
)
