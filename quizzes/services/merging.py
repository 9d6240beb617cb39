"""What quizzes say about merging two accounts of one person (ACCOUNT_MERGERS)."""

from datetime import datetime

from django.utils.translation import gettext as _

from people.models import User
from quizzes.models import Attempt


class OpenAttempts:
    """Somebody who is sitting two papers at once must hand one in first."""

    def objection(self, *, former: User, kept: User) -> str:
        sitting = Attempt.objects.open().filter(person__in=[former, kept])
        if sitting.values("person").distinct().count() < 2:
            return ""
        return _("Both accounts have an attempt that is not handed in yet.")

    def carry_over(
        self, *, former: User, kept: User, actor: User | None, now: datetime
    ) -> None:
        """Attempts stay where they were made; nothing is carried over."""
