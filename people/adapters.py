"""How allauth behaves here: nobody signs up, people are brought in by HR."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from people.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    # Nobody here has a user name: people sign in with what is on their badge.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The employee number does not fit the password or the sign-in code."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        # Home; whoever comes from a sign-in code meets the notice on the way.
        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send in the language of the person; a mail server that is down breaks no
        page, and the page says nothing about who has an account."""
        user: Any = context.get("user")
        chosen = user.language if isinstance(user, User) else ""
        try:
            with translation.override(chosen or translation.get_language()):
                super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.error("mail not sent", extra={"error": type(problem).__name__})
