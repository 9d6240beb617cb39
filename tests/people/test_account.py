"""Where one is signed in, and a new password by mail where there is mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import AuditEntry
from tests.factories.people import UserFactory

PASSWORD = "一串够长的口令 42"


@pytest.fixture
def person(db):
    return UserFactory(
        employee_number="QH0100", password=PASSWORD, email="lin@x.example"
    )


@pytest.fixture
def with_mail(settings):
    settings.HAS_MAIL = True


def signed_in(agent):
    client = Client(HTTP_USER_AGENT=agent)
    client.post(reverse("account_login"), {"login": "QH0100", "password": PASSWORD})
    return client


def test_signing_out_everywhere_leaves_only_this_device(person):
    phone, desk = signed_in("Phone"), signed_in("Desk")
    shown = desk.get(reverse("usersessions_list")).content.decode()

    desk.post(reverse("usersessions_list"))

    assert "Phone" in shown
    assert "Desk" in shown
    assert desk.get("/").status_code == 200
    assert phone.get("/").status_code == 302
    assert AuditEntry.objects.get(action="sessions.ended").actor == person


def test_nobody_sees_or_ends_the_sessions_of_others(person, outsider, client_of):
    phone = signed_in("Phone")
    other = client_of(outsider)

    shown = other.get(reverse("usersessions_list")).content.decode()
    other.post(reverse("usersessions_list"))

    assert "Phone" not in shown
    assert phone.get("/").status_code == 200


def test_a_new_password_comes_by_mail(person, with_mail):
    client = Client()
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("account_reset_password") in page

    client.post(reverse("account_reset_password"), {"email": "LIN@x.example"})
    [sent] = mail.outbox
    link = re.search(r"https?://[^/]+(/account/\S+)", sent.body)[1]
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "ein anderer Satz 9", "password2": "ein anderer Satz 9"},
    )

    person.refresh_from_db()
    assert sent.to == ["lin@x.example"]
    assert "QH0100" in sent.body
    assert person.check_password("ein anderer Satz 9")
    assert AuditEntry.objects.get(action="password.reset_by_mail").person == person
    again = Client().get(link, follow=True)
    assert "form" not in again.context or again.context.get("token_fail")


def test_an_unknown_address_gets_no_mail_and_the_page_does_not_tell(person, with_mail):
    known = Client().post(reverse("account_reset_password"), {"email": "lin@x.example"})
    mail.outbox.clear()

    unknown = Client().post(
        reverse("account_reset_password"), {"email": "no@x.example"}
    )

    assert mail.outbox == []
    assert unknown["Location"] == known["Location"]


def test_a_mail_server_that_is_down_breaks_no_page(person, with_mail, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", down)

    response = Client().post(reverse("account_reset_password"), {"email": person.email})

    assert response.status_code == 302


def test_where_there_is_no_mail_there_is_no_link(person):
    page = Client().get(reverse("account_login")).content.decode()

    assert reverse("account_reset_password") not in page
    assert Client().get(reverse("account_reset_password")).status_code == 404
