"""Where a person stands with a quiz."""

from dataclasses import dataclass
from datetime import datetime

from people.models import User
from people.prepared import Prepared
from quizzes.models import Attempt, Quiz
from quizzes.rules import attempts as rules
from quizzes.rules.attempts import PastAttempt, Permission, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's attempts at a quiz, newest first, and what may come next."""

    attempts: list[Attempt]
    permission: Permission

    @property
    def latest(self) -> Attempt | None:
        return self.attempts[0] if self.attempts else None

    @property
    def running(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.is_open), None)

    @property
    def is_used_up(self) -> bool:
        return self.permission.attempts_left == 0

    @property
    def is_limited(self) -> bool:
        return self.permission.attempts_left is not None

    @property
    def is_closed(self) -> bool:
        return self.permission.refusal is Refusal.QUIZ_CLOSED

    @property
    def has_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def past(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if not attempt.is_open]


_attempts = Prepared(
    lambda person, quiz: Attempt.objects.filter(person=person, quiz=quiz).order_by(
        "-number"
    )
)


def standing(quiz: Quiz, person: User, *, now: datetime) -> Standing:
    """Return the person's standing; overdue attempts are to be settled before."""
    attempts = _attempts(person=person.pk, quiz=quiz.pk)
    return Standing(
        attempts=attempts,
        permission=rules.permission(
            [PastAttempt(submitted_at=attempt.submitted_at) for attempt in attempts],
            quiz_is_open=quiz.is_open,
            attempts_allowed=quiz.attempts_allowed,
            wait_minutes=quiz.wait_minutes,
            now=now,
        ),
    )
