"""Mails of notifications: making them, sending them, looking after lost ones.

One attempt is four steps: claim the row, talk to the server, write down that the text
is on its way, write down the answer. What a death between two steps means is in
docs/rules/notifications.md.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from people import audit
from people.emails import rendering
from people.emails.transport import Answer, Line, Verdict
from people.models import (
    Delivery,
    Mail,
    MailState,
    NotificationSettings,
    User,
)
from people.models.mails import AT_WORK, UNDELIVERED
from people.prepared import Prepared
from people.rules import notifications as rules
from people.rules.notifications import SHANGHAI, Urgency
from people.services.notifications import settings_of

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# A run ends before its task is stopped; the next one goes on.
RUN_FOR = timedelta(minutes=4)
AT_ONCE = 2000

FINAL = {
    Verdict.SENT: (MailState.SENT, Delivery.Outcome.SENT),
    Verdict.REFUSED: (MailState.REFUSED, Delivery.Outcome.REFUSED),
    Verdict.UNCLEAR: (MailState.UNCLEAR, Delivery.Outcome.UNCLEAR),
}


class NotUndelivered(Exception):
    """The mail was sent, or is about to be; nothing has been changed."""


def send_waiting(*, clock: Clock) -> int:
    """Send what is due, until a server that does not answer ends the run.

    Return how many mails went out. Called by as many clocks as there are.
    """
    start, sent = clock(), 0
    today = start.astimezone(SHANGHAI).date()
    # What is urgent has no day.
    due = Mail.objects.due(now=start, today=today).order_by(
        F("day").asc(nulls_first=True), "pk"
    )
    with Line() as line:
        for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
            if clock() - start > RUN_FOR:
                break
            answer = _attempt(pk, line, clock=clock)
            sent += answer is not None and answer.verdict == Verdict.SENT
            if answer is not None and answer.ends_run:
                log.warning("mail server in trouble: %s", answer.reason)
                break
    return sent


def _attempt(pk: int, line: Line, *, clock: Clock) -> Answer | None:
    """Try one mail; None if there was nothing to try."""
    mail = _claim(pk, now=clock())
    if mail is None:
        return None
    if reason := _not_needed(mail):
        _end(mail, MailState.SKIPPED, Delivery.Outcome.SKIPPED, reason, now=clock())
        return None
    letter = rendering.letter(mail)
    if letter is None:
        _end(mail, MailState.SKIPPED, Delivery.Outcome.SKIPPED, "read", now=clock())
        return None
    answer = line.send(letter, on_the_way=lambda: _hand_over(mail))
    _write_down(mail, answer, now=clock())
    return answer


# Prepared: a morning sends thousands.
_waiting = Prepared(
    lambda pk: Mail.objects.select_related(
        "person__notification_settings", "about"
    ).filter(pk=pk)
)


def _claim(pk: int, *, now: datetime) -> Mail | None:
    """Take a waiting mail whose time has come, or return None."""
    mail = next(iter(_waiting(pk=pk)), None)
    if mail is None or mail.state != MailState.WAITING:
        return None
    urgency = Urgency(mail.about.urgency) if mail.about else Urgency.ROUTINE
    own = settings_of(mail.person)
    waiting = Mail.objects.filter(pk=pk, state=MailState.WAITING)
    may_send_at = rules.may_send_at(urgency, own.wishes, now)
    if may_send_at > now:
        waiting.update(next_attempt_at=may_send_at)
        return None
    changes = {
        "state": MailState.SENDING,
        "claimed_at": now,
        "attempts": mail.attempts + 1,
    }
    if mail.is_digest and mail.asked_again_at is None:
        # It counts as the digest of the day on which it goes out.
        changes["day"] = now.astimezone(SHANGHAI).date()
    try:
        with transaction.atomic():
            taken = waiting.filter(attempts=mail.attempts).update(**changes)
    except IntegrityError:
        return None  # another digest of today was quicker; this one waits
    if not taken:
        return None
    mail.attempts += 1
    return mail


def _not_needed(mail: Mail) -> str:
    person, own = mail.person, settings_of(mail.person)
    if not person.is_active:
        return "left"
    if not person.email:
        return "no_address"
    return "address_refused" if person.email == own.refused_address else ""


def _hand_over(mail: Mail) -> bool:
    """Write down that the text is on its way; False: somebody else has the mail."""
    mine = Mail.objects.filter(
        pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts
    )
    return bool(mine.update(state=MailState.HANDED_OVER))


def _write_down(mail: Mail, answer: Answer, *, now: datetime) -> None:
    if answer.verdict == Verdict.LATER:
        _put_off(mail, answer, now=now)
    elif answer.verdict in FINAL:
        state, outcome = FINAL[answer.verdict]
        with transaction.atomic():
            _end(mail, state, outcome, answer.reason, reply=answer.reply, now=now)
            if answer.is_about_address:
                _note_refusal(mail.person)


def _put_off(mail: Mail, answer: Answer, *, now: datetime) -> None:
    # A server that is down says nothing about the mail: it waits as long as it takes.
    is_old = now - mail.created_at > rules.GIVE_UP_AFTER
    gives_up = is_old and not answer.ends_run
    state = MailState.GAVE_UP if gives_up else MailState.WAITING
    _end(
        mail,
        state,
        Delivery.Outcome.FAILED,
        answer.reason,
        reply=answer.reply,
        now=now,
        next_attempt_at=now + rules.pause_after(mail.attempts),
    )


@transaction.atomic
def _end(
    mail: Mail,
    state: MailState,
    outcome: Delivery.Outcome,
    reason: str,
    *,
    now: datetime,
    reply: str = "",
    **changes: datetime,
) -> bool:
    """Write down how this attempt ended, unless the mail is not its any more.

    A worker that was taken for dead may still say that the server took the mail.
    """
    from_states = [*AT_WORK]
    if state == MailState.SENT:
        from_states.append(MailState.UNCLEAR)
    mine = Mail.objects.filter(
        pk=mail.pk, attempts=mail.attempts, state__in=from_states
    )
    if not mine.update(state=state, **changes):
        return False
    Delivery.objects.create(
        mail=mail,
        attempt=mail.attempts,
        at=now,
        outcome=outcome,
        reason=reason,
        reply=reply,
    )
    return True


def _note_refusal(person: User) -> None:
    NotificationSettings.objects.update_or_create(
        person=person, defaults={"refused_address": person.email}
    )


def take_back_lost(*, now: datetime) -> None:
    """Decide on mails whose worker has died.

    Before the text was on its way nothing can have arrived: it is tried again. After
    that nobody knows, and it is not.
    """
    lost = Mail.objects.filter(state__in=AT_WORK, claimed_at__lt=now - rules.LEASE)
    for mail in lost.select_related("person").order_by("pk"):
        if mail.state == MailState.SENDING:
            _end(
                mail,
                MailState.WAITING,
                Delivery.Outcome.FAILED,
                "stopped",
                now=now,
                next_attempt_at=now,
            )
        else:
            outcome = Delivery.Outcome.UNCLEAR
            _end(mail, MailState.UNCLEAR, outcome, "stopped", now=now)


@transaction.atomic
def send_again(*, mail: Mail, by: User, now: datetime) -> Mail:
    """Have a mail that did not arrive, or perhaps not, sent once more.

    :raises NotUndelivered: if it was sent, or is about to be
    """
    before = mail.state
    changed = Mail.objects.filter(pk=mail.pk, state__in=UNDELIVERED).update(
        state=MailState.WAITING, next_attempt_at=now, asked_again_at=now
    )
    if not changed:
        raise NotUndelivered
    NotificationSettings.objects.filter(person=mail.person).update(refused_address="")
    mail.refresh_from_db()
    audit.record(
        action="mail.sent_again",
        actor=by,
        now=now,
        person=mail.person,
        about=mail,
        before={"state": before},
        after={"state": mail.state},
    )
    return mail
