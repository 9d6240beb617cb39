"""Handing a letter to the mail server, and what its answer means.

Django's backend opens the connection and knows its settings; the talk itself is led
here, step by step, because what a broken talk means depends on how far it was.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTP, SMTPDataError, SMTPException, SMTPResponseException
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

# How long a server may look at a whole mail (for viruses, say) before it answers.
# The longer, the fewer mails of which nobody knows whether they arrived.
LOOKING_SECONDS = 60
ENHANCED = re.compile(rb"\b([245]\.\d{1,3}\.\d{1,3})\b")
CLOSING = 421
# Refusals that say nothing about the address: the mailbox is full, or the server does
# not take mail from us. The first passes, the second is for whoever runs the server.
FULL = {452, 552}
POLICY = {521, 530, 535, 554}


class Verdict(StrEnum):
    SENT = "sent"
    # Nothing has arrived; to be tried again.
    LATER = "later"
    # For good.
    REFUSED = "refused"
    # The text was on its way when the talk broke off.
    UNCLEAR = "unclear"
    # Another worker has the mail; nothing has been sent.
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How it went. `ends_run`: the next mail would fare no better."""

    verdict: Verdict
    reason: str = ""
    reply: str = ""
    ends_run: bool = False
    is_about_address: bool = False


class Line:
    """A connection to the mail server, opened for the first letter."""

    def __init__(self) -> None:
        self.backend: Any = get_connection()
        self.is_fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._drop()

    def send(
        self, letter: EmailMultiAlternatives, *, on_the_way: Callable[[], bool]
    ) -> Answer:
        """Send one letter to its one address.

        `on_the_way` is called before the text is; if it says no, nothing is sent.
        """
        if not isinstance(self.backend, EmailBackend):
            return self._write(letter, on_the_way)
        try:
            refusal = self._address(letter)
        except (SMTPException, OSError) as problem:
            self._drop()
            return Answer(
                verdict=Verdict.LATER,
                reason="unreachable",
                reply=_codes(problem),
                ends_run=True,
            )
        if refusal is not None:
            return refusal
        if not on_the_way():
            self._drop()
            return Answer(verdict=Verdict.TAKEN)
        return self._text(letter)

    def _write(
        self, letter: EmailMultiAlternatives, on_the_way: Callable[[], bool]
    ) -> Answer:
        """Backends without a server: files, the console, the suite's list."""
        if not on_the_way():
            return Answer(verdict=Verdict.TAKEN)
        try:
            self.backend.send_messages([letter])
        except OSError:
            return Answer(verdict=Verdict.LATER, reason="unreachable", ends_run=True)
        return Answer(verdict=Verdict.SENT)

    def _address(self, letter: EmailMultiAlternatives) -> Answer | None:
        """Say who writes to whom; return the refusal, None if there is none.

        A server may have closed a connection that served other letters before: the
        first words are said once more on a new one.
        """
        if self.backend.connection is not None and not self.is_fresh:
            try:
                answer = self._say_address(letter)
            except (SMTPException, OSError):
                self._drop()
            else:
                if answer is None or not answer.ends_run:
                    return answer
                self._drop()
        self.is_fresh = self.backend.connection is None
        self.backend.open()
        return self._say_address(letter)

    def _say_address(self, letter: EmailMultiAlternatives) -> Answer | None:
        smtp: SMTP = self.backend.connection
        smtp.ehlo_or_helo_if_needed()
        encoding = letter.encoding or "utf-8"
        code, words = smtp.mail(sanitize_address(letter.from_email, encoding))
        self.is_fresh = False
        if code != 250:
            smtp.rset()
            return Answer(
                verdict=Verdict.LATER,
                reason="sender_refused",
                reply=_short(code, words),
                ends_run=True,
            )
        code, words = smtp.rcpt(sanitize_address(letter.to[0], encoding))
        if code in (250, 251):
            return None
        if code != CLOSING:
            smtp.rset()
        return refusal_of_address(code, words)

    def _text(self, letter: EmailMultiAlternatives) -> Answer:
        smtp: SMTP = self.backend.connection
        text = letter.message().as_bytes(linesep="\r\n")
        smtp.sock.settimeout(LOOKING_SECONDS)  # type: ignore[union-attr]
        try:
            code, words = smtp.data(text)
            smtp.sock.settimeout(self.backend.timeout)  # type: ignore[union-attr]
        except SMTPDataError as problem:
            # Before the text: it was not even asked for.
            code, words = problem.smtp_code, problem.smtp_error  # type: ignore[assignment]
        except (SMTPException, OSError):
            self._drop()
            return Answer(verdict=Verdict.UNCLEAR, reason="no_answer", ends_run=True)
        return answer_to_text(code, words)

    def _drop(self) -> None:
        """Hang up, whatever state the connection is in."""
        connection, self.backend.connection = (
            getattr(self.backend, "connection", None),
            None,
        )
        self.is_fresh = True
        if connection is not None:
            try:
                connection.quit()
            except (SMTPException, OSError):
                connection.close()


def refusal_of_address(code: int, words: bytes | str) -> Answer:
    """What it means that the server does not take mail for the address."""
    reply = _short(code, words)
    if code == CLOSING:
        return Answer(
            verdict=Verdict.LATER, reason="put_off", reply=reply, ends_run=True
        )
    if code in FULL or reply.endswith("5.2.2"):
        return Answer(verdict=Verdict.LATER, reason="mailbox_full", reply=reply)
    if code < 500:
        return Answer(verdict=Verdict.LATER, reason="put_off", reply=reply)
    if code in POLICY or " 5.7." in reply:
        return Answer(verdict=Verdict.LATER, reason="policy", reply=reply)
    return Answer(
        verdict=Verdict.REFUSED,
        reason="address_refused",
        reply=reply,
        is_about_address=True,
    )


def answer_to_text(code: int, words: bytes | str) -> Answer:
    """What the server's last word on a whole mail means."""
    reply = _short(code, words)
    if code == 250:
        return Answer(verdict=Verdict.SENT, reply=reply)
    if code >= 500:
        return Answer(verdict=Verdict.REFUSED, reason="text_refused", reply=reply)
    is_over = code == CLOSING
    return Answer(
        verdict=Verdict.LATER, reason="put_off", reply=reply, ends_run=is_over
    )


def _codes(problem: Exception) -> str:
    if isinstance(problem, SMTPResponseException):
        return _short(problem.smtp_code, problem.smtp_error)
    return ""


def _short(code: int, words: bytes | str) -> str:
    """The codes without the words, which may name people."""
    said = words if isinstance(words, bytes) else words.encode(errors="replace")
    enhanced = ENHANCED.search(said)
    return f"{code} {enhanced[1].decode()}" if enhanced else str(code)
