"""May an attempt be started, and when is one over?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.rules.attempts import (
    PastAttempt,
    Refusal,
    due_at,
    is_over,
    permission,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
OPEN = PastAttempt(submitted_at=None)


def ended(minutes_ago):
    return PastAttempt(submitted_at=NOW - timedelta(minutes=minutes_ago))


def asked(past, *, is_open=True, allowed=3, wait=60):
    return permission(
        past, quiz_is_open=is_open, attempts_allowed=allowed, wait_minutes=wait, now=NOW
    )


@pytest.mark.parametrize(
    ("past", "settings", "refusal", "left"),
    [
        ([], {}, None, 3),
        ([], {"is_open": False}, Refusal.QUIZ_CLOSED, 3),
        ([OPEN], {}, Refusal.ATTEMPT_OPEN, 2),
        ([OPEN], {"is_open": False}, Refusal.ATTEMPT_OPEN, 2),
        ([ended(59)], {}, Refusal.WAIT, 2),
        ([ended(60)], {}, None, 2),
        ([ended(500), ended(59)], {}, Refusal.WAIT, 1),
        ([ended(90)] * 3, {}, Refusal.USED_UP, 0),
        ([ended(90)] * 4, {}, Refusal.USED_UP, 0),
        ([ended(90)] * 9, {"allowed": None}, None, None),
        ([ended(0)], {"wait": 0}, None, 2),
    ],
)
def test_who_may_start(past, settings, refusal, left):
    answer = asked(past, **settings)

    assert (answer.refusal, answer.attempts_left) == (refusal, left)
    assert answer.may_start is (refusal is None)


def test_the_next_attempt_opens_after_the_wait_from_the_latest_end():
    answer = asked([ended(300), ended(20)])

    assert answer.next_opens_at == NOW + timedelta(minutes=40)


def test_after_the_last_attempt_nothing_opens_any_more():
    assert asked([ended(1)] * 3).next_opens_at is None


def test_without_a_limit_nothing_is_due_and_nothing_is_over():
    assert due_at(started_at=NOW, time_limit_minutes=None) is None
    assert not is_over(due_at=None, now=NOW)


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (30, False), (31, True)])
def test_the_network_has_thirty_seconds(seconds, over):
    due = due_at(started_at=NOW, time_limit_minutes=20)

    assert due == NOW + timedelta(minutes=20)
    assert is_over(due_at=due, now=due + timedelta(seconds=seconds)) is over
