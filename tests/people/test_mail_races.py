"""Two clocks at the same moment, on real locks: one mail, one letter."""

from datetime import timedelta

import pytest
from django.db import connection

from people.models import Delivery, Mail, Notification
from people.services import digests, mails
from tests.factories.notifications import a_notification
from tests.factories.people import UserFactory
from tests.people.mailing import send_by_smtp, tick
from tests.people.smtp_server import Behavior, serving
from tests.quizzes.test_races import race

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has one writer at a time; the race needs row locks",
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def how(settings):
    behavior = Behavior()
    with serving(behavior) as port:
        send_by_smtp(settings, port)
        yield behavior


def people(number):
    return [UserFactory(email=f"r{n}@company.example") for n in range(number)]


def test_three_clocks_send_each_mail_once(how, now):
    for person in people(12):
        a_notification(person, kind="certificate_revoked", cycle="c-1", now=now)
        a_notification(person, cycle="e-1", now=now)
    morning = now + timedelta(hours=22)

    sent = [*race(*[lambda: tick(now)] * 3), *race(*[lambda: tick(morning)] * 3)]

    assert sum(sent) == len(how.got) == 24
    assert Delivery.objects.count() == Mail.objects.count() == 24


def test_telling_at_once_tells_once(how, now):
    [person] = people(1)

    race(*[lambda: a_notification(person, cycle="e-1", now=now).pk] * 4)

    assert Notification.objects.count() == 1


def test_what_comes_due_while_a_digest_leaves_is_in_it_or_waits(how, now):
    [person] = people(1)
    a_notification(person, cycle="e-1", now=now)
    morning = now + timedelta(hours=22)
    digests.make_mails(now=morning)
    a_notification(person, cycle="e-2", now=now)

    race(
        lambda: mails.send_waiting(clock=lambda: morning),
        lambda: digests.make_mails(now=morning),
    )
    tick(morning)
    tick(morning + timedelta(days=1))

    told = sum(
        text.get_body(("plain",)).get_content().count("/inbox/") - 2
        for _to, text in how.got
    )
    assert told == 2
