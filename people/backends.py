"""Signing in by employee number, with a password or a sign-in code."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from people.models import User
from people.models.notices import owes_notice
from people.models.notifications import unread_count
from people.prepared import Prepared
from people.rules import sign_in_codes
from people.rules.employee_numbers import normalise
from people.services import sign_in_codes as codes

# Two questions with the person: whether the newest notice is still unread, and how
# many notifications are, for the bell.
_person = Prepared(
    lambda pk: User.objects.filter(pk=pk).annotate(
        owes_notice=owes_notice(), unread_notifications=unread_count()
    )
)


class EmployeeBackend(ModelBackend):
    """Django's own backend, with the number folded and one query per request."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        name = username or kwargs.get("employee_number") or ""
        number = _account_number(normalise(name))
        person = super().authenticate(request, username=number, password=password)
        if person is None and (code := sign_in_codes.normalise(password or "")):
            return codes.use(number=number, code=code, now=timezone.now())
        return person if isinstance(person, User) else None

    def get_user(self, user_id: int) -> User | None:
        person = next(iter(_person(pk=int(user_id))), None)
        return person if person and self.user_can_authenticate(person) else None


def _account_number(number: str) -> str:
    """Return the number of the account that this one was merged into, if it was:
    whoever types the former number goes on with the kept one and its password."""
    found = User.objects.filter(employee_number=number).exclude(merged_into=None)
    kept = found.values_list("merged_into__employee_number", flat=True).first()
    return kept or number


def attempted_employee_number(
    request: HttpRequest | None, credentials: dict[str, Any] | None = None
) -> str:
    """Tell the lock-out whose name was tried, folded as at sign-in."""
    given = credentials or {}
    name = given.get("username") or given.get("employee_number") or ""
    if not name and request is not None:
        name = request.POST.get("login", "")
    return normalise(str(name))
