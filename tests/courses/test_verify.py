from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from courses.services import certificates

SHANGHAI = ZoneInfo("Asia/Shanghai")


def look(client, number, language="zh-hans", at=datetime(2027, 1, 1, tzinfo=SHANGHAI)):
    client.cookies["django_language"] = language
    with time_machine.travel(at, tick=False):
        return client.get(reverse("courses:verify_number", args=[number]))


def test_anyone_sees_what_the_paper_must_say(client, certificate):
    response = look(client, certificate.number)

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["line"].is_valid
    for text in ("学员", "岗前证书", "第一周", "92.50", certificate.grouped_number):
        assert text in page
    assert "verify--valid" in page


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "第一周"), ("en", "First week")]
)
def test_it_speaks_both_languages(client, certificate, language, title):
    assert title in look(client, certificate.number, language).content.decode()


def test_an_expired_one_says_so(client, certificate):
    at = datetime(2028, 3, 3, 0, 1, tzinfo=SHANGHAI)

    page = look(client, certificate.number, at=at).content.decode()

    assert "verify--expired" in page


def test_a_revoked_one_says_when_but_not_why(client, certificate, hr, now):
    certificates.revoke(certificate=certificate, by=hr, reason="替考，已核实", now=now)

    page = look(client, certificate.number, "en").content.decode()

    assert "verify--revoked" in page
    assert "March 2, 2026" in page
    assert "替考" not in page
    assert hr.name not in page


def test_a_forged_number_was_never_issued(client, db):
    response = look(client, "3222-2222-222H", "en")

    assert response.status_code == 404
    assert "We never issued this certificate" in response.content.decode()


@pytest.mark.parametrize(
    "number", ["3222-2222-222K", "3222", "0000-0000-0000", "../../etc", "<script>"]
)
def test_a_mistyped_number_is_told_apart(client, db, number):
    response = look(client, number, "en")

    page = response.content.decode()
    assert response.status_code == 404
    assert "This number is mistyped" in page
    assert "<script>" not in page


def test_the_form_leads_to_the_certificate(client, certificate):
    typed = certificate.grouped_number.lower().replace("-", " ")

    response = client.get(reverse("courses:verify"), {"number": typed}, follow=True)

    assert response.status_code == 200
    assert response.context["line"].certificate == certificate


def test_the_empty_form_asks_for_a_number(client, db):
    response = client.get(reverse("courses:verify"))

    assert response.status_code == 200
    assert 'name="number"' in response.content.decode()


def test_search_engines_are_kept_out(client, certificate):
    for response in (
        client.get(reverse("courses:verify")),
        look(client, certificate.number),
        look(client, "3222"),
    ):
        assert "noindex" in response["X-Robots-Tag"]
        assert 'content="noindex' in response.content.decode()
