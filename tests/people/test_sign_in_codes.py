"""A code lets one person in once, and leads to a password of their own."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from people.models import AuditEntry, CodeSheet, Role, SignInCode, User
from people.services import roles, sign_in_codes
from tests.factories.people import DepartmentFactory, UserFactory

PASSWORD = "一串够长的口令 42"


@pytest.fixture
def newcomer(db):
    return UserFactory(employee_number="QH0900", name="甄新", password=None)


@pytest.fixture
def code_for(hr, now):
    def made(person, *, at=now):
        sheet = sign_in_codes.ask_for_sheet(people_ids=[person.pk], by=hr, now=at)
        codes = sign_in_codes.make_codes(sheet=sheet, people=[person], by=hr, now=at)
        return codes[person.pk]

    return made


def sign_in(code, *, number="QH0900", client=None, now=None, address="10.0.0.1"):
    client = client or Client()
    with time_machine.travel(now, tick=False):
        response = client.post(
            reverse("account_login"),
            {"login": number, "password": code},
            REMOTE_ADDR=address,
        )
    return client, response


def enters(code, **options):
    """Whether the code (or password) opens the door: else the form comes back."""
    return sign_in(code, **options)[1].status_code == 302


def test_a_code_leads_to_a_password_and_then_home(newcomer, code_for, now):
    client, response = sign_in(code_for(newcomer).lower(), now=now)
    assert response.status_code == 302

    with time_machine.travel(now, tick=False):
        anywhere = client.get(reverse("courses:handbook"))
        short = client.post(
            reverse("account_set_password"), {"password1": "kurz", "password2": "kurz"}
        )
        chosen = client.post(
            reverse("account_set_password"),
            {"password1": PASSWORD, "password2": PASSWORD},
        )
        home = client.get("/")

    assert anywhere["Location"] == reverse("account_set_password")
    assert short.status_code == 200
    assert "field__error" in short.content.decode()
    assert chosen["Location"] == "/"
    assert home.status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)
    actions = AuditEntry.objects.filter(person=newcomer).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "sign_in_code.issued",
        "sign_in_code.used",
        "password.set",
    ]


def test_nothing_can_be_done_before_the_password_is_chosen(newcomer, code_for, now):
    client, _ = sign_in(code_for(newcomer), now=now)

    with time_machine.travel(now, tick=False):
        posted = client.post(reverse("courses:enrol", args=["onboarding"]))
        out = client.post(reverse("account_logout"))

    assert posted["Location"] == reverse("account_set_password")
    assert out["Location"] == reverse("account_login")


def test_a_code_works_once(newcomer, code_for, now):
    code = code_for(newcomer)
    sign_in(code, now=now)

    assert not enters(code, now=now)


@pytest.mark.parametrize(("days", "works"), [(13.99, True), (14, False)])
def test_a_code_works_for_fourteen_days(newcomer, code_for, now, days, works):
    code = code_for(newcomer)

    assert enters(code, now=now + timedelta(days=days)) is works


def test_a_newer_code_makes_the_older_one_void(newcomer, code_for, now):
    old, new = code_for(newcomer), code_for(newcomer)

    assert not enters(old, now=now)
    assert enters(new, now=now)


def test_a_code_is_of_one_person_and_of_nobody_who_left(newcomer, code_for, now):
    UserFactory(employee_number="QH0901", password=None)
    code = code_for(newcomer)

    other = enters(code, number="QH0901", now=now)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    assert not other
    assert not enters(code, now=now)
    assert SignInCode.objects.get(person=newcomer).used_at is None


def test_guessing_codes_locks_the_name_as_guessing_passwords_does(
    newcomer, code_for, now
):
    code = code_for(newcomer)
    for _ in range(6):
        sign_in("ACDEF-GHJKM", now=now)

    _, locked = sign_in(code, now=now)

    assert locked.status_code == 429
    assert enters(code, now=now, address="10.0.0.2")


def test_a_code_for_somebody_with_a_password_ends_the_old_one(db, code_for, now):
    forgetful = UserFactory(employee_number="QH0900", password=PASSWORD)
    code = code_for(forgetful)

    elsewhere, still = sign_in(PASSWORD, now=now)
    sign_in(code, now=now)

    assert still.status_code == 302
    assert not enters(PASSWORD, now=now)
    with time_machine.travel(now, tick=False):
        assert elsewhere.get("/")["Location"].startswith(reverse("account_login"))


def test_a_code_is_never_kept(newcomer, code_for):
    code = code_for(newcomer)

    with connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM people_signincode")
        kept = cursor.fetchall()

    assert len(kept) == 1
    assert code not in kept[0][0]
    assert len(kept[0][0]) == 64


def test_the_database_refuses_two_codes_that_work(newcomer, code_for, hr):
    code_for(newcomer)
    first = SignInCode.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        SignInCode.objects.create(
            person=newcomer,
            code_hash="x",
            sheet=first.sheet,
            issued_by=hr,
            issued_at=first.issued_at,
            expires_at=first.expires_at,
        )


def test_the_database_refuses_to_give_a_code_more_time(newcomer, code_for, now):
    code_for(newcomer)

    with pytest.raises(IntegrityError), transaction.atomic():
        SignInCode.objects.update(expires_at=now + timedelta(days=99))


def test_hr_prints_a_sheet_per_department_and_every_slip_works(
    hr, client_of, now, django_assert_max_num_queries
):
    for name in ("热线一组", "热线二组"):
        department = DepartmentFactory(name=name)
        for _ in range(3):
            UserFactory(department=department, password=None)
    client = client_of(hr)

    sheet_url = client.post(reverse("codes:for_everybody"))["Location"]
    before = client.get(sheet_url).content.decode()
    with django_assert_max_num_queries(20):
        paper = client.post(sheet_url + "print/")

    text = paper.content.decode()
    codes = re.findall(r'slip__code">([^<]+)<', text)
    numbers = re.findall(r'class="numeric">(T\d+)<', text)
    assert len(codes) == len(numbers) == len(set(codes)) == 6
    assert [name in text for name in ("热线一组", "热线二组")] == [True, True]
    assert not any(code in before for code in codes)
    assert "no-store" in paper["Cache-Control"]
    for number, code in zip(numbers, codes, strict=True):
        issued_at = SignInCode.objects.latest("pk").issued_at
        assert enters(code, number=number, now=issued_at)


def test_printing_again_makes_new_codes_for_those_who_ask(hr, client_of, newcomer, now):
    client = client_of(hr)
    url = client.post(reverse("codes:for_person", args=[newcomer.pk]))["Location"]

    first = client.post(url + "print/").content.decode()
    second = client.post(url + "print/").content.decode()

    old, new = (re.search(r'slip__code">([^<]+)<', t)[1] for t in (first, second))
    issued = SignInCode.objects.latest("pk").issued_at
    assert not enters(old, now=issued)
    assert enters(new, now=issued)


def test_nobody_makes_a_way_into_more_rights_than_their_own(
    hr, manager, administrator, client_of, now
):
    def may(viewer, person):
        url = reverse("codes:for_person", args=[person.pk])
        return client_of(viewer).post(url).status_code == 302

    report = UserFactory(line_manager=manager)
    trainer_below = UserFactory(line_manager=manager)
    roles.give(person=trainer_below, role=Role.TRAINER, actor=None, now=now)
    User.objects.filter(pk=administrator.pk).update(line_manager=manager)

    assert may(manager, report)
    assert not may(manager, trainer_below)
    assert not may(manager, administrator)
    assert not may(manager, hr)
    assert may(hr, trainer_below)
    assert not may(hr, administrator)
    assert not may(hr, hr)
    assert may(administrator, hr)
    assert not may(report, manager)


def test_whoever_became_an_administrator_is_left_off_the_paper(
    hr, client_of, newcomer, now
):
    client = client_of(hr)
    url = client.post(reverse("codes:for_person", args=[newcomer.pk]))["Location"]
    roles.give(person=newcomer, role=Role.ADMINISTRATOR, actor=None, now=now)

    response = client.post(url + "print/")

    assert response.status_code == 302
    assert not SignInCode.objects.exists()


def test_a_manager_sees_only_sheets_of_their_own(hr, manager, learner, client_of, now):
    theirs = sign_in_codes.ask_for_sheet(people_ids=[learner.pk], by=hr, now=now)
    own = sign_in_codes.ask_for_sheet(people_ids=[learner.pk], by=manager, now=now)
    client = client_of(manager)

    found = [
        client.get(reverse("codes:sheet", args=[sheet.pk])).status_code
        for sheet in (theirs, own)
    ]

    assert found == [404, 200]


def test_the_list_of_sheets_costs_the_same_with_one_and_with_many(
    hr, client_of, newcomer, now, django_assert_max_num_queries
):
    for _ in range(5):
        sign_in_codes.ask_for_sheet(people_ids=[newcomer.pk], by=hr, now=now)

    client = client_of(hr)

    with django_assert_max_num_queries(7):
        client.get(reverse("codes:sheets"))
    assert CodeSheet.objects.count() == 5
