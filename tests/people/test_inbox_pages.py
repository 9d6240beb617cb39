"""The bell, the inbox, its settings, and the administrators' list of deliveries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Mail, MailState, NotificationSettings
from people.queries.notifications import PER_PAGE
from people.services import notifications as service
from tests.factories.notifications import a_mail, a_notification
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"
SETTINGS = "/inbox/settings/"
DELIVERIES = "/inbox/deliveries/"
CHOICE = {"digest_hour": "9", "quiet_from": "22", "quiet_until": "7"}


@pytest.fixture
def page_of(client_of):
    def shown(person, url):
        return client_of(person).get(url).content.decode()

    return shown


def cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_an_empty_inbox_says_what_will_be_in_it(learner, page_of):
    page = page_of(learner, INBOX)

    assert "empty__title" in page
    assert reverse("courses:courses") in page
    assert "bell__count" not in page


def test_the_bell_counts_what_is_new(learner, page_of, now):
    seen = a_notification(learner, cycle="e-1", now=now)
    a_notification(learner, cycle="e-2", now=now)
    service.read(notification=seen, now=now)

    assert 'bell__count" aria-hidden="true">1<' in page_of(learner, "/")


def test_the_bell_costs_no_query(learner, client_of, now):
    client = client_of(learner)
    without = cost(client, "/")
    for n in range(5):
        a_notification(learner, cycle=f"e-{n}", now=now)

    assert cost(client, "/") == without


def test_opening_one_marks_it_and_leads_on(learner, client_of, now):
    found = a_notification(learner, cycle="e-1", now=now)

    response = client_of(learner).get(reverse("inbox:open", args=[found.pk]))

    assert response["Location"] == "/courses/"
    found.refresh_from_db()
    assert found.read_at is not None


def test_another_persons_is_not_there_and_stays_new(
    learner, administrator, client_of, now
):
    found = a_notification(learner, cycle="e-1", now=now)
    client = client_of(administrator)

    opened = client.get(reverse("inbox:open", args=[found.pk]))
    marked = client.post(reverse("inbox:read", args=[found.pk]))
    client.post(reverse("inbox:read_all"), {"until": found.pk})

    assert (opened.status_code, marked.status_code) == (404, 404)
    found.refresh_from_db()
    assert found.read_at is None


def test_all_that_is_shown_is_marked_at_once(learner, client_of, now):
    newest = [a_notification(learner, cycle=f"e-{n}", now=now) for n in range(3)][-1]

    client_of(learner).post(reverse("inbox:read_all"), {"until": newest.pk})

    assert not learner.notifications.unread().exists()


def test_the_list_is_filtered_and_goes_on_below_the_last_one(learner, page_of, now):
    a_notification(learner, kind="certificate_revoked", cycle="c", now=now)
    told = [
        a_notification(learner, cycle=f"e-{n}", now=now) for n in range(PER_PAGE + 1)
    ]

    first = page_of(learner, INBOX + "?kind=course_assigned")
    second = page_of(learner, INBOX + f"?kind=course_assigned&before={told[1].pk}")

    assert first.count("inbox__item--new") == PER_PAGE
    assert f"before={told[1].pk}" in first
    assert second.count("inbox__item--new") == 1
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query", ["?kind=nonsense", "?before=x", "?before=0", "?before=" + "9" * 30]
)
def test_nonsense_in_the_address_shows_the_list(learner, client_of, now, query):
    a_notification(learner, cycle="e-1", now=now)

    assert client_of(learner).get(INBOX + query).status_code == 200


def test_the_inbox_costs_the_same_for_one_and_for_five(learner, client_of, now):
    client = client_of(learner)
    a_notification(learner, cycle="e-0", now=now)
    one = cost(client, INBOX)
    for n in range(1, 5):
        a_notification(learner, cycle=f"e-{n}", now=now)

    assert cost(client, INBOX) == one <= 12


def test_one_chooses_hours_and_kinds(learner, client_of):
    data = CHOICE | {"wanted": ["course_due", "certificate_issued"]}

    client_of(learner).post(SETTINGS, data)

    own = NotificationSettings.objects.get(person=learner)
    assert (own.digest_hour, own.quiet_from, own.quiet_until) == (9, 22, 7)
    assert "course_assigned" in own.muted_kinds
    assert "course_due" not in own.muted_kinds
    assert "password_changed" not in own.muted_kinds


def test_a_digest_in_quiet_hours_is_refused_and_what_was_typed_is_kept(
    learner, client_of
):
    data = CHOICE | {"digest_hour": "23"}

    page = client_of(learner).post(SETTINGS, data)

    assert page.status_code == 200
    assert '<option value="23" selected>' in page.content.decode()
    assert not NotificationSettings.objects.exists()


def test_the_settings_say_when_an_address_takes_no_mail(learner, page_of, settings):
    settings.HAS_MAIL = True
    learner.email = "x@company.example"
    learner.save(update_fields=["email"])
    NotificationSettings.objects.create(
        person=learner, refused_address="x@company.example"
    )

    assert "callout--warning" in page_of(learner, SETTINGS)


def test_deliveries_are_filtered_by_state_day_and_person(
    administrator, page_of, learner, outsider, now
):
    sent = a_mail(person=learner, now=now, state=MailState.SENT)
    later = now + timedelta(days=1)
    unclear = a_mail(person=outsider, now=later)

    def shown(query):
        page = page_of(administrator, DELIVERIES + query)
        return [
            mail.pk for mail in (sent, unclear) if mail.person.employee_number in page
        ]

    assert shown("") == [sent.pk, unclear.pk]
    assert shown("?state=sent") == [sent.pk]
    assert shown(f"?day={later:%Y-%m-%d}") == [unclear.pk]
    assert shown(f"?q={learner.employee_number}") == [sent.pk]
    assert shown("?state=nonsense&day=x&before=y") == [sent.pk, unclear.pk]


def test_only_what_did_not_arrive_is_sent_again(
    administrator, client_of, learner, outsider, now
):
    sent = a_mail(person=learner, now=now, state=MailState.SENT)
    unclear = a_mail(person=outsider, now=now)
    client = client_of(administrator)

    for mail in (sent, unclear):
        client.post(reverse("inbox:send_again", args=[mail.pk]))

    states = dict(Mail.objects.values_list("pk", "state"))
    assert states == {sent.pk: "sent", unclear.pk: "waiting"}


def test_deliveries_cost_the_same_for_one_and_for_five(administrator, client_of, now):
    client = client_of(administrator)
    a_mail(person=UserFactory(), now=now)
    one = cost(client, DELIVERIES)
    for _ in range(4):
        a_mail(person=UserFactory(), now=now)

    assert cost(client, DELIVERIES) == one <= 12
