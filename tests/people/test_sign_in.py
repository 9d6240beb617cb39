"""Signing in by employee number."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.people import UserFactory

PASSWORD = "一串够长的口令 42"


@pytest.fixture
def person(db):
    return UserFactory(employee_number="QH0100", password=PASSWORD)


def sign_in(number, password, *, client=None, address="10.0.0.1"):
    client = client or Client()
    response = client.post(
        reverse("account_login"),
        {"login": number, "password": password},
        REMOTE_ADDR=address,
    )
    return client, response


@pytest.mark.parametrize("typed", ["QH0100", "qh0100", " QH0100 ", "ＱＨ０１００"])
def test_the_number_may_be_typed_in_any_width_and_case(person, typed):
    client, response = sign_in(typed, PASSWORD)

    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_keeps_the_number_and_says_so(person):
    client, response = sign_in("QH0100", "falsch")

    assert response.status_code == 200
    assert 'value="QH0100"' in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_someone_who_left_cannot_sign_in(person):
    person.is_active = False
    person.save(update_fields=["is_active"])

    client, _ = sign_in("QH0100", PASSWORD)

    assert "_auth_user_id" not in client.session


def test_a_session_ends_when_its_person_leaves(person):
    client, _ = sign_in("QH0100", PASSWORD)
    person.is_active = False
    person.save(update_fields=["is_active"])

    response = client.get("/")

    assert response.status_code == 302


def test_guessing_locks_the_name_at_that_address_only(person):
    for _ in range(6):
        sign_in("QH0100", "geraten")

    _, locked = sign_in("qh0100", PASSWORD)
    _, elsewhere = sign_in("QH0100", PASSWORD, address="10.0.0.2")

    assert locked.status_code == 429
    assert elsewhere.status_code == 302


def test_guessing_one_name_does_not_lock_a_colleague_at_the_same_desk(person):
    UserFactory(employee_number="QH0101", password=PASSWORD)
    for _ in range(7):
        sign_in("QH0100", "geraten")

    _, response = sign_in("QH0101", PASSWORD)

    assert response.status_code == 302


def test_three_hundred_people_sign_in_from_one_address(db):
    for n in range(300):
        UserFactory(employee_number=f"QH1{n:03}", password=PASSWORD)

    statuses = [sign_in(f"QH1{n:03}", PASSWORD)[1].status_code for n in range(300)]

    assert statuses == [302] * 300


def test_nobody_can_sign_up():
    assert Client().get("/account/signup/").status_code == 404


def test_signing_out_needs_a_post(client_of, learner):
    client = client_of(learner)

    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
