"""Rules for passwords in the reader's language."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's, whose sentences are not translated into Chinese yet."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password is too short: at least %(n)s character is needed.",
            "The password is too short: at least %(n)s characters are needed.",
            self.min_length,
        ) % {"n": self.min_length}
