"""What a kind of notification is: how urgent, and how it is put into words.

A notification keeps codes, ids and names; the words are made when it is read or sent,
in the language of whoever reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from people.rules.notifications import Urgency

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One notification in the reader's language."""

    title: str
    text: str = ""
    # Whether the text is for the signed-in reader only and never in a mail:
    # mailboxes are read over shoulders and on shared phones.
    is_private: bool = False

    @property
    def mail_text(self) -> str:
        return "" if self.is_private else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of notification."""

    words: Callable[[Parameters], Words]
    # As the settings page and the filter call it.
    label: str | Promise
    icon: str
    urgency: Urgency = Urgency.ROUTINE

    @property
    def may_be_muted(self) -> bool:
        """Whether one may do without mails of this kind."""
        return self.urgency != Urgency.SECURITY


def kind(
    *, label: str | Promise, icon: str, urgency: Urgency = Urgency.ROUTINE
) -> Callable[[Callable[[Parameters], Words]], Kind]:
    """Make a kind of a function that finds the words; its path goes into
    settings.NOTIFICATION_KINDS."""

    def decorate(words: Callable[[Parameters], Words]) -> Kind:
        return Kind(words=words, label=label, icon=icon, urgency=urgency)

    return decorate
