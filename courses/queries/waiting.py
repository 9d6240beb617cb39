"""What waits for a reviewer or an approver."""

from dataclasses import dataclass

from courses.models.editorial import waiting_for as pages_waiting_for
from people.access import roles_of
from people.models import User
from people.rules.editorial import ROLE_AT
from quizzes.models import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many drafts the person may decide on now."""

    pages: int
    questions: int

    @property
    def total(self) -> int:
        return self.pages + self.questions


def waiting_for(person: User) -> Waiting | None:
    """Count it, in two queries; None for those who decide on nothing."""
    roles = roles_of(person)
    if roles.isdisjoint(ROLE_AT.values()):
        return None
    return Waiting(
        pages=pages_waiting_for(person).count(),
        questions=Proposal.objects.waiting_for(person, roles).count(),
    )
