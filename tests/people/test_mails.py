"""One mail, and everything that can happen to it on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people.emails.transport import LOOKING_SECONDS, Line
from people.models import AuditEntry, Delivery, Mail, MailState, Notification
from people.rules.notifications import LEASE
from people.services import digests, mails, notifications
from tests.factories.notifications import a_notification
from tests.people.mailing import send_by_smtp, tick
from tests.people.smtp_server import Behavior, a_free_port, serving

MORNING = timedelta(hours=22)  # from 10:00 to 8:00 of the next day


@pytest.fixture
def how():
    return Behavior()


@pytest.fixture
def server(how, settings):
    with serving(how) as port:
        send_by_smtp(settings, port)
        yield port


@pytest.fixture
def reader(learner):
    learner.email = "reader@company.example"
    learner.save(update_fields=["email"])
    return learner


@pytest.fixture
def urgent(reader, server, now):
    return a_notification(reader, kind="certificate_revoked", cycle="c-1", now=now)


def log():
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("outcome", "reason", "reply"))


def test_an_urgent_one_goes_out_at_once(urgent, how, now):
    assert tick(now) == 1

    [(to, text)] = how.got
    assert to == "reader@company.example"
    body = text.get_body(("plain",)).get_content()
    assert f"https://academy.example/inbox/{urgent.pk}/" in body
    assert text["List-Unsubscribe"] == "<https://academy.example/inbox/settings/>"
    assert text["Auto-Submitted"] == "auto-generated"
    assert log() == [("sent", "", "250 2.0.0")]
    assert tick(now) == 0


def test_a_mail_says_nothing_private(urgent, how, now):
    tick(now)

    [(_to, text)] = how.got
    for part in ("plain", "html"):
        body = text.get_body((part,)).get_content()
        assert "HR" not in body
        assert "人事" not in body
        assert "https://academy.example/inbox/settings/" in body


def test_a_digest_speaks_the_readers_language(reader, server, how, now):
    reader.language = "en"
    reader.save(update_fields=["language"])
    for cycle in ("e-1", "e-2"):
        a_notification(reader, cycle=cycle, now=now)

    tick(now)
    assert how.got == []
    tick(now + MORNING)

    [(_to, text)] = how.got
    assert text["Subject"] == "Waybill Academy: 2 new notifications"
    assert text.get_body(("html",)).get_content().count("New course: Onboarding") == 2


def test_what_was_read_on_the_site_is_not_sent(reader, server, how, now):
    seen = a_notification(reader, cycle="e-1", now=now)
    other = a_notification(reader, cycle="e-2", now=now)
    notifications.read(notification=seen, now=now)
    digests.make_mails(now=now + MORNING)
    notifications.read(notification=other, now=now + MORNING)

    tick(now + MORNING)

    assert how.got == []
    assert log() == [("skipped", "read", "")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"is_active": False}, "left"), ({"email": ""}, "no_address")],
)
def test_nothing_is_sent_to_who_left_or_has_no_address(
    urgent, reader, how, now, change, reason
):
    type(reader).objects.filter(pk=reader.pk).update(**change)

    tick(now)

    assert how.got == []
    assert log() == [("skipped", reason, "")]


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


def test_an_unclear_mail_is_never_sent_again_by_itself(urgent, how, now):
    how.last_word = b""
    tick(now)
    how.last_word = b"250 ok"

    for hours in range(1, 50):
        tick(now + timedelta(hours=hours))

    assert len(how.got) == 1
    assert Notification.objects.get().read_at is None


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


def test_a_worker_that_dies_before_the_text_loses_nothing(urgent, how, now):
    digests.make_mails(now=now)
    mail = Mail.objects.get()
    mails._claim(mail.pk, now=now)

    tick(now + LEASE)
    assert how.got == []
    tick(now + LEASE + timedelta(seconds=1))

    assert len(how.got) == 1
    assert log() == [("failed", "stopped", ""), ("sent", "", "250 2.0.0")]


def test_a_worker_that_dies_after_the_text_leaves_an_unclear_mail(urgent, how, now):
    digests.make_mails(now=now)
    mail = mails._claim(Mail.objects.get().pk, now=now)
    assert mails._hand_over(mail)

    tick(now + LEASE + timedelta(seconds=1))

    assert how.got == []
    assert log() == [("unclear", "stopped", "")]


def test_a_worker_taken_for_dead_sends_nothing_any_more(urgent, how, now):
    digests.make_mails(now=now)
    mail = mails._claim(Mail.objects.get().pk, now=now)
    mails.take_back_lost(now=now + timedelta(hours=1))

    assert not mails._hand_over(mail)
    tick(now + timedelta(hours=1))
    assert len(how.got) == 1


def test_a_worker_taken_for_dead_may_still_say_that_it_was_sent(urgent, now):
    digests.make_mails(now=now)
    mail = mails._claim(Mail.objects.get().pk, now=now)
    mails._hand_over(mail)
    mails.take_back_lost(now=now + timedelta(hours=1))

    mails._end(mail, MailState.SENT, Delivery.Outcome.SENT, "", now=now)

    assert Mail.objects.get().state == MailState.SENT
    assert [outcome for outcome, *_ in log()] == ["unclear", "sent"]


def test_a_clock_put_back_an_hour_sends_nothing_twice(reader, how, server, now):
    a_notification(reader, cycle="e-1", now=now)
    tick(now + MORNING)
    tick(now + MORNING - timedelta(hours=1))
    a_notification(reader, cycle="e-2", now=now + MORNING - timedelta(hours=1))
    tick(now + MORNING)

    assert len(how.got) == 1
    tick(now + MORNING + timedelta(days=1))
    assert len(how.got) == 2


def test_a_clock_put_forward_an_hour_sends_once(reader, how, server, now):
    a_notification(reader, cycle="e-1", now=now)

    tick(now + MORNING)
    tick(now + MORNING + timedelta(hours=1))
    tick(now + MORNING)

    assert len(how.got) == 1


def test_after_five_days_a_mail_that_is_put_off_is_given_up(urgent, how, now):
    how.addresses["reader@company.example"] = b"450 4.2.1 slow"
    tick(now)

    tick(now + timedelta(days=5, hours=1))

    assert Mail.objects.get().state == MailState.GAVE_UP


def test_sending_again_keeps_the_mails_name_and_is_audited(
    urgent, how, now, administrator
):
    how.last_word = b""
    tick(now)
    how.last_word = b"250 ok"
    mail = Mail.objects.get()

    mails.send_again(mail=mail, by=administrator, now=now)
    tick(now)

    first, second = how.got
    assert first[1]["Message-ID"] == second[1]["Message-ID"]
    entry = AuditEntry.objects.get(action="mail.sent_again")
    assert (entry.actor, entry.person) == (administrator, mail.person)
    assert entry.before == {"state": "unclear"}
    with pytest.raises(mails.NotUndelivered):
        mails.send_again(mail=mail, by=administrator, now=now)


def test_a_lease_outlasts_the_longest_wait_for_an_answer():
    assert LEASE.total_seconds() > 2 * LOOKING_SECONDS
    with Line() as line:
        assert line.is_fresh


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Delivery, {"outcome": "refused", "reason": "policy"}),
        (Mail, {"created_at": "2020-01-01T00:00Z"}),
        (Notification, {"kind": "other"}),
    ],
)
def test_the_database_refuses_to_rewrite_what_happened(urgent, now, model, change):
    tick(now)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)
