"""Telling people: once, in few queries, as they want it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import JobState, Notification
from people.notifications import registry
from people.queries.notifications import line_of
from people.services import devices, job_ends, sign_in_codes
from people.services import notifications as service
from people.services.notifications import Told, notify_all
from tests.factories.jobs import a_job
from tests.factories.notifications import a_notification
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
COURSE = {"course": "岗前", "course_en": "Onboarding", "due_on": ""}


@pytest.fixture
def reader(learner, settings):
    settings.HAS_MAIL = True
    learner.email = "reader@company.example"
    learner.save(update_fields=["email"])
    return learner


def kinds_of(person):
    rows = Notification.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_the_same_thing_is_told_once(reader, now):
    first = a_notification(reader, cycle="e-1", now=now)
    again = a_notification(reader, cycle="e-1", now=now + timedelta(days=1))

    assert again == first
    assert again.created_at == now


def test_the_key_is_person_rule_cycle_and_stage(reader, now):
    row = Notification.objects.get(pk=a_notification(reader, cycle="e-1", now=now).pk)
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nobody_is_told_what_has_no_words(reader, now):
    told = Told(person_id=reader.pk, cycle="x")

    with pytest.raises(registry.UnknownKind):
        notify_all(kind="nonsense", told=[told], now=now)
    assert not Notification.objects.exists()


def test_telling_many_takes_as_many_queries_as_telling_one(reader, now):
    """Who they are, what they are told, and a savepoint around it."""

    def cost(people, cycle):
        told = [Told(person_id=p, cycle=cycle, parameters=COURSE) for p in people]
        with CaptureQueriesContext(connection) as captured:
            notify_all(kind="course_assigned", told=told, now=now)
        return len(captured)

    many = [UserFactory().pk for _ in range(50)]

    assert cost([reader.pk], "one") == cost(many, "many") == 4


def test_without_an_address_or_a_server_it_stays_in_the_inbox(reader, settings, now):
    settings.HAS_MAIL = False
    without_server = a_notification(reader, cycle="e-1", now=now)
    settings.HAS_MAIL = True
    without_address = a_notification(UserFactory(), cycle="e-1", now=now)

    assert without_server.mail_due_at is None
    assert without_address.mail_due_at is None


def test_a_muted_kind_comes_by_no_mail_but_security_does(reader, now):
    service.choose(
        person=reader,
        digest_hour=8,
        quiet_from=21,
        quiet_until=8,
        muted_kinds=["course_assigned", "password_changed"],
    )
    reader.refresh_from_db()

    muted = a_notification(reader, cycle="e-1", now=now)
    security = a_notification(reader, kind="password_changed", cycle="a-1", now=now)

    assert muted.mail_due_at is None
    assert security.mail_due_at == now


def test_new_settings_count_for_what_waits(reader, now):
    routine = a_notification(reader, cycle="e-1", now=now)
    urgent = a_notification(reader, kind="certificate_revoked", cycle="c", now=now)

    service.choose(
        person=reader,
        digest_hour=18,
        quiet_from=9,
        quiet_until=12,
        muted_kinds=["attempt_graded"],
    )

    routine.refresh_from_db()
    urgent.refresh_from_db()
    assert routine.mail_due_at == now.replace(hour=18)
    assert urgent.mail_due_at == now.replace(hour=12)


def test_what_another_version_told_does_not_break_the_inbox(reader, now):
    told = Told(person_id=reader.pk, cycle="e-1", parameters={"renamed": 1})
    odd = service.notify(kind="course_assigned", told=told, now=now)
    unknown = Notification(kind="gone", parameters={})

    assert line_of(odd).words.title in {"New course for me", "新课程"}
    assert line_of(unknown).words.title == "gone"


def test_reading_all_leaves_what_came_since(reader, now):
    shown = a_notification(reader, cycle="e-1", now=now)
    later = a_notification(reader, cycle="e-2", now=now)

    service.read_all(person=reader, until=shown.pk, now=now)

    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.read_at, later.read_at) == (now, None)


def test_every_kind_has_words_an_icon_and_a_label_in_both_languages(reader, now):
    for code, kind in registry.all_kinds().items():
        assert str(kind.label), code
        assert kind.icon, code


def test_a_second_kind_of_device_is_told_of_once(reader, now):
    for device in ("Chrome · Windows", "Edge · Windows", "Edge · Windows"):
        devices.note(person=reader, device=device, now=now)

    assert kinds_of(reader) == ["new_device"]
    assert Notification.objects.get().parameters["device"] == "Edge · Windows"
    assert Notification.objects.get().url == reverse("usersessions_list")


def test_signing_in_remembers_the_device(client, reader):
    for agent in ("Firefox Linux", "Firefox Linux", "MicroMessenger iPhone"):
        client.post(
            reverse("account_login"),
            {"login": reader.employee_number, "password": "ein gutes Passwort 7"},
            headers={"user-agent": agent},
        )
        client.post(reverse("account_logout"))

    assert kinds_of(reader) == ["new_device"]


def test_a_changed_password_is_told_at_once(client_of, reader):
    client_of(reader).post(
        reverse("account_change_password"),
        {
            "oldpassword": "ein gutes Passwort 7",
            "password1": "noch ein besseres 8",
            "password2": "noch ein besseres 8",
        },
    )

    assert "password_changed" in kinds_of(reader)


def test_a_code_is_told_to_who_has_been_here_before(reader, hr, now):
    newcomer = UserFactory(password=None)
    reader.last_login = now
    reader.save(update_fields=["last_login"])
    people = [reader, newcomer]
    sheet = sign_in_codes.ask_for_sheet(
        people_ids=[one.pk for one in people], by=hr, now=now
    )

    sign_in_codes.make_codes(sheet=sheet, people=people, by=hr, now=now)

    assert kinds_of(reader) == ["sign_in_code"]
    assert kinds_of(newcomer) == []


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_whoever_asked_for_an_import_is_told_of_its_end_once(hr, now, state):
    a_job(state=state, now=now, kind="import_people", asked_by=hr)
    a_job(state=state, now=now, kind="check_people", asked_by=hr)
    a_job(state=JobState.CANCELLED, now=now, kind="import_people", asked_by=hr)

    job_ends.tell(now=now)
    job_ends.tell(now=now + timedelta(minutes=1))

    assert kinds_of(hr) == ["job_ended"]
    assert Notification.objects.get().parameters["failed"] is (state == JobState.FAILED)
