"""A thousand people, two days of the clock: everything once, whatever happens."""

from collections import Counter
from datetime import timedelta

import pytest

from people.models import Mail, Notification, NotificationSettings, User
from people.rules.notifications import SHANGHAI, Wishes, is_quiet
from people.services import digests, mails
from people.services.notifications import Told, notify_all
from tests.people.mailing import notifications_in, send_by_smtp, tick
from tests.people.smtp_server import Behavior, a_free_port, serving

pytestmark = pytest.mark.django_db
PEOPLE = 1000
STEP = timedelta(minutes=15)
COURSE = {"course": "岗前", "course_en": "Onboarding", "due_on": ""}
PAPER = {"title": "证书", "title_en": "Certificate"}
# Hours after the first midnight → who is told what.
SCRIPT = {
    9: ("course_assigned", slice(0, PEOPLE), COURSE),
    15: ("course_due", slice(0, 300), COURSE | {"due_on": "2026-03-09"}),
    16: ("certificate_revoked", slice(0, 40), PAPER),
    22: ("certificate_revoked", slice(40, 80), PAPER),
    23: ("password_changed", slice(0, 30), {"at": "2026-03-02T23:00:00+08:00"}),
    33: ("course_assigned", slice(100, 400), COURSE),
}


@pytest.fixture
def midnight(now):
    return now.replace(hour=0)


@pytest.fixture
def people(settings, request):
    """A thousand, or as many as the test asks for."""
    settings.HAS_MAIL = True
    number = getattr(request, "param", PEOPLE)
    found = User.objects.bulk_create(
        User(
            employee_number=f"D{n:04}",
            name=f"员工{n}",
            email=f"d{n}@company.example",
            language=("zh-hans", "en", "")[n % 3],
        )
        for n in range(number)
    )
    # Every other one has hours of their own, over midnight, at noon, or none.
    NotificationSettings.objects.bulk_create(
        NotificationSettings(
            person=person,
            digest_hour=n % 24,
            quiet_from=(21, 12, 5)[n % 3],
            quiet_until=(7, 14, 5)[n % 3],
        )
        for n, person in enumerate(found)
        if n % 2
    )
    return found


def say(people, hour, now):
    kind, who, parameters = SCRIPT[hour]
    told = [
        Told(person_id=one.pk, cycle=f"hour-{hour}", parameters=parameters)
        for one in people[who]
    ]
    notify_all(kind=kind, told=told, now=now)


def live(people, midnight, run, *, hours=60, since=0):
    """Let the clock run, and things happen on the hour."""
    for step in range(since * 4, hours * 4):
        now = midnight + step * STEP
        if step % 4 == 0 and step // 4 in SCRIPT:
            say(people, step // 4, now)
        run(now)


def twice(now):
    """Two clocks, one step of the other between any two of each."""
    for part in (digests.make_mails, mails.take_back_lost):
        part(now=now)
        part(now=now)
    mails.send_waiting(clock=lambda: now)
    mails.send_waiting(clock=lambda: now)


def expected(people):
    return Counter(
        (person.email, f"hour-{hour}")
        for hour, (_kind, who, _parameters) in SCRIPT.items()
        for person in people[who]
    )


def arrived(letters):
    """(address, what it is about) of everything that the letters say."""
    cycles = dict(Notification.objects.values_list("pk", "cycle"))
    return Counter(
        (to, cycles[pk]) for to, body in letters for pk in notifications_in(body)
    )


def letters_of(outbox):
    return [(letter.to[0], letter.body) for letter in outbox]


@pytest.mark.parametrize("run", [tick, twice], ids=["one clock", "two clocks"])
def test_everything_arrives_exactly_once(people, midnight, mailoutbox, run):
    live(people, midnight, run)

    assert arrived(letters_of(mailoutbox)) == expected(people)
    assert not Mail.objects.exclude(state="sent").exists()


@pytest.mark.parametrize("people", [72], indirect=True)
def test_saying_and_running_all_of_it_again_adds_nothing(people, midnight, mailoutbox):
    live(people, midnight, tick)
    before = len(mailoutbox)

    live(people, midnight, tick)

    assert len(mailoutbox) == before
    assert Notification.objects.count() == expected(people).total()


@pytest.mark.parametrize("people", [120], indirect=True)
def test_the_mail_server_may_be_down_for_a_day(people, midnight, settings):
    port, how = a_free_port(), Behavior()
    send_by_smtp(settings, port)
    down = midnight + timedelta(hours=12), midnight + timedelta(hours=36)
    sent_at = []

    def run(now):
        sent_at.extend([now] * tick(now))

    with serving(how, port):
        live(people, midnight, run, hours=12)
    live(people, midnight, run, hours=36, since=12)
    with serving(how, port):
        live(people, midnight, run, hours=90, since=36)

    letters = [
        (to, text.get_body(("plain",)).get_content().replace("\r\n", "\n"))
        for to, text in how.got
    ]
    assert arrived(letters) == expected(people)
    assert not [at for at in sent_at if down[0] <= at < down[1]]
    digests_of = Counter(Mail.objects.exclude(day=None).values_list("person", "day"))
    assert max(digests_of.values()) == 1
    names = [text["Message-ID"] for _to, text in how.got]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("people", [72], indirect=True)
def test_nothing_but_security_goes_out_in_quiet_hours(people, midnight, mailoutbox):
    wishes = {
        person.email: getattr(person, "notification_settings", None)
        for person in User.objects.select_related("notification_settings")
    }
    rude = []

    def run(now):
        before = len(mailoutbox)
        tick(now)
        for letter in mailoutbox[before:]:
            own = wishes[letter.to[0]]
            is_security = "密码" in letter.body or "password" in letter.body
            if is_quiet(own.wishes if own else Wishes(), now) and not is_security:
                rude.append((now, letter.to))

    live(people, midnight, run)

    assert rude == []
    assert mailoutbox


@pytest.mark.parametrize("people", [30], indirect=True)
def test_a_person_gets_one_digest_a_day_at_their_hour(people, midnight, mailoutbox):
    hours = {}

    def run(now):
        before = len(mailoutbox)
        tick(now)
        for letter in mailoutbox[before:]:
            if letter.to[0] == "d21@company.example":
                hours.setdefault(now.astimezone(SHANGHAI), []).append(letter)

    live(people, midnight, run)

    assert [(at.day, at.hour, len(found)) for at, found in hours.items()] == [
        (2, 16, 1),  # revoked: at once
        (2, 23, 1),  # the password: at once, quiet or not
        (3, 7, 1),  # 21:00 is quiet for this person: the digest at its end
    ]
