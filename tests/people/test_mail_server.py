"""What a mail server may answer, or not, and what becomes of the mail."""

from datetime import timedelta

import pytest

from people.emails import transport
from people.emails.transport import LOOKING_SECONDS, Line
from people.models import Delivery, Mail, MailState
from people.rules.notifications import LEASE
from tests.factories.notifications import a_notification
from tests.people.mailing import log, tick
from tests.people.smtp_server import a_free_port, serving

MORNING = timedelta(hours=22)  # from 10:00 to 8:00 of the next day


def test_a_server_that_is_down_is_tried_again_until_it_is_back(
    urgent, settings, how, now
):
    port = settings.EMAIL_PORT = a_free_port()
    waits = []
    for _ in range(6):
        before = Mail.objects.get().next_attempt_at if waits else now
        tick(before)
        waits.append((Mail.objects.get().next_attempt_at - before) // LEASE * 10)
    long_after = now + timedelta(days=6)
    long_after = long_after.replace(hour=10)
    tick(long_after)
    with serving(how, port):
        tick(long_after + timedelta(hours=1))

    assert waits == [0, 10, 20, 40, 60, 60]
    assert len(how.got) == 1
    assert [outcome for outcome, *_ in log()] == ["failed"] * 7 + ["sent"]
    assert log()[0] == ("failed", "unreachable", "")


def test_a_server_that_is_down_is_asked_once_a_run(reader, server, settings, now):
    settings.EMAIL_PORT = a_free_port()
    for n in range(5):
        a_notification(reader, kind="certificate_revoked", cycle=f"c-{n}", now=now)

    tick(now)

    assert Delivery.objects.count() == 1
    assert Mail.objects.filter(state=MailState.WAITING).count() == 5


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (b"450 4.2.1 slow", "waiting", ("failed", "put_off", "450 4.2.1")),
        (b"452 4.2.2 full", "waiting", ("failed", "mailbox_full", "452 4.2.2")),
        (b"552 5.2.2 full", "waiting", ("failed", "mailbox_full", "552 5.2.2")),
        (b"550 5.7.1 no", "waiting", ("failed", "policy", "550 5.7.1")),
        (b"550 5.1.1 who?", "refused", ("refused", "address_refused", "550 5.1.1")),
        (b"553 who?", "refused", ("refused", "address_refused", "553")),
        (b"421 bye", "waiting", ("failed", "put_off", "421")),
    ],
)
def test_what_the_server_says_of_an_address_decides(
    urgent, how, now, answer, state, said
):
    how.addresses["reader@company.example"] = answer

    tick(now)

    assert Mail.objects.get().state == state
    assert log() == [said]
    assert how.got == []


@pytest.mark.parametrize(
    ("last_word", "state", "said"),
    [
        (b"451 4.3.0 later", "waiting", ("failed", "put_off", "451 4.3.0")),
        (b"554 5.7.0 spam", "refused", ("refused", "text_refused", "554 5.7.0")),
        (b"", "unclear", ("unclear", "no_answer", "")),
    ],
)
def test_what_the_server_says_of_a_text_decides(
    urgent, how, now, last_word, state, said
):
    how.last_word = last_word

    tick(now)

    assert Mail.objects.get().state == state
    assert log() == [said]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("greeting", ("failed", "unreachable", "")),
        ("text", ("unclear", "no_answer", "")),
    ],
)
def test_a_server_that_falls_silent_is_waited_for_and_left(
    urgent, how, now, monkeypatch, where, said
):
    monkeypatch.setattr(transport, "LOOKING_SECONDS", 1)
    how.hangs_at = where

    tick(now)

    assert log() == [said]


@pytest.mark.parametrize("word", ["ehlo", "mail", "rcpt"])
def test_a_talk_that_breaks_off_early_is_tried_again(urgent, how, now, word):
    how.answers[word] = b""
    if word == "ehlo":
        how.answers["helo"] = b""
    tick(now)
    how.answers.clear()
    tick(now + timedelta(minutes=5))

    assert len(how.got) == 1
    assert [outcome for outcome, *_ in log()] == ["failed", "sent"]


def test_a_refused_address_gets_nothing_more_until_it_changes(urgent, reader, how, now):
    how.addresses["reader@company.example"] = b"550 5.1.1 who?"
    tick(now)
    second = a_notification(reader, kind="certificate_revoked", cycle="c-2", now=now)
    reader.email = "new@company.example"
    reader.save(update_fields=["email"])
    third = a_notification(reader, kind="certificate_revoked", cycle="c-3", now=now)

    tick(now)

    assert (second.mail_due_at, third.mail_due_at) == (None, now)
    assert [to for to, _ in how.got] == ["new@company.example"]


def test_a_server_may_close_the_connection_between_two_mails(reader, how, server, now):
    how.per_connection = 1
    for n in range(3):
        a_notification(reader, kind="certificate_revoked", cycle=f"c-{n}", now=now)

    assert tick(now) == 3
    assert how.connections == 3


def test_mails_of_a_run_share_a_connection(reader, how, server, now):
    for n in range(3):
        a_notification(reader, kind="certificate_revoked", cycle=f"c-{n}", now=now)

    assert tick(now) == 3
    assert how.connections == 1


def test_after_five_days_a_mail_that_is_put_off_is_given_up(urgent, how, now):
    how.addresses["reader@company.example"] = b"450 4.2.1 slow"
    tick(now)

    tick(now + timedelta(days=5, hours=1))

    assert Mail.objects.get().state == MailState.GAVE_UP


def test_a_lease_outlasts_the_longest_wait_for_an_answer():
    assert LEASE.total_seconds() > 2 * LOOKING_SECONDS
    with Line() as line:
        assert line.is_fresh
