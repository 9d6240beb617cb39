"""Quizzes, attempts and answers for the tests of this app."""

from uuid import uuid4

import pytest
import time_machine

from quizzes.services import attempts
from tests.factories.quizzes import a_quiz


@pytest.fixture
def clock(now):
    """The server's clock, standing at `now` until it is moved."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def quiz(db):
    return a_quiz(questions=2, time_limit_minutes=20)


@pytest.fixture
def attempt(quiz, learner, now):
    return attempts.start(quiz=quiz, person=learner, now=now)


@pytest.fixture
def answer(now):
    """Append an answer to an item, knowing what there is."""

    def respond(item, value, *, at=now):
        return attempts.respond(
            item=item,
            operation_id=uuid4(),
            expected_sequence=item.responses.count(),
            answer=value,
            now=at,
        )

    return respond
