"""What the database itself refuses."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from quizzes.models import (
    Attempt,
    DrawRule,
    Item,
    Marking,
    QuestionVersion,
    Quiz,
    Response,
)
from tests.factories.quizzes import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(attempt):
    return attempt.items.get(position=1)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def an_attempt(attempt, now, **changed):
    fields = {
        "quiz": attempt.quiz,
        "person": attempt.person,
        "number": 2,
        "seed": 1,
        "rules": {},
        "started_at": now,
        "submitted_at": now,
        "closed_by": "person",
    }
    return lambda: Attempt.objects.create(**{**fields, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"submitted_at": None, "closed_by": ""},  # a second open one
        {"number": 1},
        {"grade": Decimal("100.01"), "passed": True},
        {"grade": Decimal("-1"), "passed": False},
        {"grade": Decimal("50")},  # graded, but neither passed nor failed
        {"passed": True},
        {"closed_by": ""},
        {"closed_by": "somebody"},
    ],
)
def test_an_attempt_that_makes_no_sense(attempt, now, changed):
    refused(an_attempt(attempt, now, **changed))


def test_an_attempt_submitted_before_it_started(attempt, now):
    refused(an_attempt(attempt, now, submitted_at=now - timedelta(seconds=1)))


def test_an_attempt_due_before_it_started(attempt, now):
    refused(an_attempt(attempt, now, due_at=now))


def test_a_sound_attempt_is_accepted(attempt, now):
    made = an_attempt(attempt, now, grade=Decimal("79.99"), passed=False)()

    assert made.pk


def test_two_items_at_one_position_and_a_question_twice(item):
    other = QuestionFactory().latest
    refused(lambda: _item(item, version=other))
    refused(lambda: _item(item, position=9))


def _item(item, **changed):
    fields = {
        "attempt": item.attempt,
        "position": item.position,
        "version": item.version,
        "frozen": {},
        "max_mark": 1,
    }
    return Item.objects.create(**{**fields, **changed})


def test_two_answers_with_one_sequence_or_one_operation(item, now):
    first = _response(item, now)
    refused(lambda: _response(item, now))
    refused(lambda: _response(item, now, sequence=2, operation_id=first.operation_id))
    refused(lambda: _response(item, now, sequence=0))


def _response(item, now, **changed):
    fields = {"sequence": 1, "operation_id": uuid4(), "answer": "a"}
    return Response.objects.create(item=item, answered_at=now, **{**fields, **changed})


@pytest.mark.parametrize(
    ("outcome", "fraction"),
    [
        ("right", None),
        ("right", "0.999999"),
        ("wrong", None),
        ("wrong", "0.1"),
        ("partial", None),
        ("partial", "0"),
        ("partial", "1"),
        ("unanswered", "0"),
        ("waiting", "0"),
        ("other", None),
    ],
)
def test_an_outcome_that_disagrees_with_its_fraction(item, now, outcome, fraction):
    refused(
        lambda: Marking.objects.create(
            item=item, outcome=outcome, fraction=fraction, marked_at=now
        )
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 1},
        {"number": 0},
        {"difficulty": 4},
        {"level": "guess"},
        {"stem": ""},
    ],
)
def test_a_version_that_makes_no_sense(changed, now):
    question = QuestionFactory()
    fields = {
        "number": 2,
        "kind": "true_false",
        "stem": "？",
        "spec": {},
        "difficulty": 1,
        "level": "apply",
    }

    refused(
        lambda: QuestionVersion.objects.create(
            question=question, created_at=now, **{**fields, **changed}
        )
    )


@pytest.mark.parametrize(
    "changed",
    [{"pass_grade": 101}, {"time_limit_minutes": 0}, {"attempts_allowed": 0}],
)
def test_a_quiz_that_makes_no_sense(quiz, changed):
    refused(lambda: Quiz.objects.filter(pk=quiz.pk).update(**changed))


@pytest.mark.parametrize("changed", [{"count": 0}, {"max_mark": 0}])
def test_a_rule_that_draws_nothing(quiz, changed):
    refused(lambda: DrawRule.objects.update(**changed))


@pytest.mark.parametrize(
    ("model", "changed"),
    [
        (QuestionVersion, {"stem": "改了"}),
        (QuestionVersion, {"spec": {}}),
        (Attempt, {"rules": {}}),
        (Attempt, {"seed": 7}),
        (Attempt, {"started_at": None}),
        (Item, {"frozen": {}}),
        (Item, {"max_mark": 9}),
        (Response, {"answer": "c"}),
        (Marking, {"fraction": None}),
        (Marking, {"comment": "改了"}),
    ],
)
def test_facts_cannot_be_rewritten(item, now, model, changed):
    _response(item, now)
    Marking.objects.create(item=item, outcome="unanswered", marked_at=now)
    before = list(model.objects.order_by("pk").values())

    refused(lambda: model.objects.update(**changed))

    assert list(model.objects.order_by("pk").values()) == before


def test_what_is_not_a_fact_can_change(attempt, now):
    later = attempt.due_at + timedelta(minutes=10)

    Attempt.objects.update(due_at=later)

    attempt.refresh_from_db()
    assert attempt.due_at == later


@pytest.mark.parametrize("thing", ["quiz", "version", "person"])
def test_what_an_attempt_rests_on_cannot_be_deleted(item, thing):
    things = {
        "quiz": item.attempt.quiz,
        "version": item.version,
        "person": item.attempt.person,
    }

    with pytest.raises(ProtectedError):
        things[thing].delete()
