"""One mail, and everything that can happen to it on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from people import schedule
from people.models import AuditEntry, Delivery, Mail, MailState, Notification
from people.rules.notifications import LEASE
from people.services import digests, mails, notifications
from tests.factories.notifications import a_notification
from tests.people.mailing import log, tick
from tests.people.smtp_server import a_free_port

MORNING = timedelta(hours=22)  # from 10:00 to 8:00 of the next day


def test_an_urgent_one_goes_out_at_once(urgent, how, now):
    assert tick(now) == 1

    [(to, text)] = how.got
    assert to == "reader@company.example"
    body = text.get_body(("plain",)).get_content()
    assert f"https://academy.example/inbox/{urgent.pk}/" in body
    assert text["List-Unsubscribe"] == "<https://academy.example/inbox/settings/>"
    assert text["Auto-Submitted"] == "auto-generated"
    sender = text["From"].addresses[0]
    assert sender.addr_spec == "academy@waybill.example"
    assert sender.display_name in {"运单学院", "Waybill Academy"}
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


def test_the_clock_sends_what_is_due_if_there_is_a_server(urgent, how, now, settings):
    with time_machine.travel(now, tick=False):
        settings.HAS_MAIL = False
        schedule.send_mails()
        assert how.got == []

        settings.HAS_MAIL = True
        schedule.send_mails()

    assert len(how.got) == 1


def test_the_clock_runs_every_minute(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["send-mails"]

    assert entry == {"task": schedule.send_mails.name, "schedule": 60.0}


def test_an_unclear_mail_is_never_sent_again_by_itself(urgent, how, now):
    how.last_word = b""
    tick(now)
    how.last_word = b"250 ok"

    for hours in range(1, 50):
        tick(now + timedelta(hours=hours))

    assert len(how.got) == 1
    assert Notification.objects.get().read_at is None


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


def test_what_comes_due_after_todays_digest_waits_for_tomorrows(
    reader, server, how, settings, now
):
    notifications.choose(
        person=reader, digest_hour=18, quiet_from=21, quiet_until=8, muted_kinds=[]
    )
    reader.refresh_from_db()
    a_notification(reader, cycle="e-1", now=now)
    settings.EMAIL_PORT = a_free_port()
    tick(now.replace(hour=18))
    settings.EMAIL_PORT = server

    tick(now + timedelta(days=1))
    late = len(how.got)
    a_notification(reader, cycle="e-2", now=now + timedelta(days=1, hours=2))
    tick(now.replace(hour=18) + timedelta(days=1))
    tick(now + timedelta(days=2))
    before = len(how.got)
    tick(now.replace(hour=18) + timedelta(days=2))

    assert (late, before, len(how.got)) == (1, 1, 2)
