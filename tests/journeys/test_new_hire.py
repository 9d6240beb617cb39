"""林小雨's way, in a real browser: from the first sign-in to a certificate."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from courses.models import Certificate
from people.models import User
from quizzes.models import Attempt, Item, Response
from tests.factories.quizzes import right_answer, wrong_answer
from tests.journeys.conftest import PHONE, read_notice

# Live servers commit: what migrations made must be there for the next test too.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def sign_in(page, role):
    path = Path(settings.DATA_DIR) / "demo-sign-ins.json"
    who = json.loads(path.read_text(encoding="utf-8"))[role]
    page.goto("/")
    page.fill("[name=login]", who["number"].lower())
    page.fill("[name=password]", who["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_selector("main h1")
    read_notice(page)
    return User.objects.get(employee_number=who["number"])


def read_all_steps(page):
    page.click(".card--next a.button--primary")
    for _ in range(8):
        page.click("main form[action$='/done/'] button")
        page.wait_for_load_state()


def answer(page, attempt, *, right):
    """Answer every question; wait until each is confirmed as saved."""
    for item in attempt.items.order_by("position"):
        chosen = right_answer(item) if right else wrong_answer(item)
        for value in chosen if isinstance(chosen, list) else [chosen]:
            form = page.locator(f"form[data-item='{item.pk}']")
            text = str(value).lower() if isinstance(value, bool) else str(value)
            form.locator(f"input[name=answer][value='{text}' i]").check(force=True)
        page.wait_for_selector(
            f"form[data-item='{item.pk}'] .question__state--saved", timeout=30_000
        )


def hand_in(page):
    page.click(".exam__end a[href$='/review/']")
    page.click("form[action$='/submit/'] button")
    page.click("dialog .button--primary")
    page.wait_for_url(re.compile(r"/result/$"))


def test_from_the_first_sign_in_to_a_certificate_that_a_stranger_verifies(open_page):
    page = open_page(size=PHONE)
    newcomer = sign_in(page, "new_hire")
    assert "林小雨" in page.inner_text("main h1")

    read_all_steps(page)
    page.goto("/courses/onboarding/")
    assert "8" in page.inner_text(".progress-bar__text")

    page.goto("/")
    page.click(".card--next a.button--primary")
    page.click("main a[href^='/quizzes/']")
    page.click("form[action$='/start/'] button")
    page.wait_for_selector(".question")
    attempt = Attempt.objects.get(person=newcomer)
    answer(page, attempt, right=True)
    hand_in(page)
    assert "100" in page.inner_text(".verdict__grade")

    page.goto("/certificates/")
    certificate = Certificate.objects.get(person=newcomer)
    with page.expect_download() as download:
        page.click(f"a[href='/certificates/{certificate.pk}/pdf/']")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    stranger = open_page(size=PHONE)
    stranger.goto("/v/")
    stranger.fill("[name=number]", certificate.grouped_number.lower())
    stranger.press("[name=number]", "Enter")
    stranger.wait_for_selector(".verify--valid")
    shown = stranger.inner_text("main")
    for fact in ("林小雨", "入职第一周", "100", certificate.grouped_number):
        assert fact in shown


def test_an_answer_outlives_the_browser(open_page):
    page = open_page(size=PHONE)
    newcomer = sign_in(page, "new_hire")
    start_quiz(page)
    attempt = Attempt.objects.get(person=newcomer)
    item = attempt.items.order_by("position").first()
    form = page.locator(f"form[data-item='{item.pk}']")
    form.locator("input[name=answer]").first.check(force=True)
    page.wait_for_selector(".question__state--saved")
    page.context.close()

    again = open_page()
    sign_in(again, "new_hire")
    again.click(".card--next a.button--primary")
    again.wait_for_selector(".question")

    first = again.locator(f"form[data-item='{item.pk}'] input[name=answer]").first
    assert first.is_checked()
    assert Attempt.objects.filter(person=newcomer).count() == 1


def start_quiz(page):
    page.goto("/courses/onboarding/quiz-onboarding/")
    page.click("main a[href^='/quizzes/']")
    page.click("form[action$='/start/'] button")
    page.wait_for_selector(".question")


def test_an_answer_given_without_a_network_is_sent_when_it_is_back(open_page):
    page = open_page(size=PHONE)
    newcomer = sign_in(page, "new_hire")
    start_quiz(page)
    item = Item.objects.filter(attempt__person=newcomer).order_by("position").first()
    form = page.locator(f"form[data-item='{item.pk}']")

    page.route("**/quizzes/items/**", lambda route: route.abort())
    form.locator("input[name=answer]").first.check(force=True)
    page.wait_for_selector(f"form[data-item='{item.pk}'] .question__state--unsent")
    assert not Response.objects.filter(item=item).exists()
    page.unroute("**/quizzes/items/**")
    page.wait_for_selector(
        f"form[data-item='{item.pk}'] .question__state--saved", timeout=40_000
    )

    assert Response.objects.filter(item=item).count() == 1


def test_a_second_tab_never_overwrites_silently(open_page):
    page = open_page()
    newcomer = sign_in(page, "new_hire")
    start_quiz(page)
    other = page.context.new_page()
    other.goto(page.url)
    item = Item.objects.filter(attempt__person=newcomer).order_by("position").first()
    inputs = f"form[data-item='{item.pk}'] input[name=answer]"
    state = f"form[data-item='{item.pk}'] .question__state--saved"

    page.locator(inputs).nth(0).check(force=True)
    page.wait_for_selector(state)
    other.locator(inputs).nth(1).check(force=True)
    other.wait_for_selector(f"form[data-item='{item.pk}'] [data-notice]:not(:empty)")

    assert Response.objects.filter(item=item).count() == 1
    assert other.locator(inputs).nth(0).is_checked()


def test_failing_shows_what_to_review_and_when_to_try_again(open_page):
    page = open_page(size=PHONE)
    newcomer = sign_in(page, "new_hire")
    start_quiz(page)
    answer(page, Attempt.objects.get(person=newcomer), right=False)
    hand_in(page)

    shown = page.inner_text("main")
    assert page.locator("main a[href^='/handbook/']").count() >= 1
    assert re.search(r"\d{1,2}:\d{2}", shown)
    page.goto("/quizzes/" + str(Attempt.objects.get(person=newcomer).quiz_id) + "/")
    assert page.locator("form[action$='/start/'] button:enabled").count() == 0
    assert not Certificate.objects.filter(person=newcomer).exists()


def test_the_quiz_can_be_sat_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    newcomer = sign_in(page, "new_hire")
    start_quiz(page)
    item = Item.objects.filter(attempt__person=newcomer).order_by("position").first()
    form = page.locator(f"form[data-item='{item.pk}']")

    form.locator("input[name=answer]").first.check(force=True)
    form.locator("[data-save]").click()

    assert Response.objects.filter(item=item).count() == 1
    assert form.locator("input[name=answer]").first.is_checked()


def test_a_forged_number_does_not_verify(academy):
    client = Client()

    mistyped = client.get("/v/2222-2222-2223/").content.decode()
    unknown = client.get("/v/2222-2222-2222/").content.decode()

    assert "verify--valid" not in mistyped + unknown
