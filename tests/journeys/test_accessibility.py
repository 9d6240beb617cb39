"""What everybody can use: axe finds nothing, no phone has to scroll sideways."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from courses.models import Certificate
from quizzes.models import Attempt, Quiz
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_new_hire import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SMALL_PHONE = {"width": 360, "height": 740}
# Each scheme and each width once; the pages are the same text in all of them.
LOOKS = [("light", PHONE), ("dark", DESK)]
# A colour on its way to another one has no contrast to measure. axe writes style
# attributes, which our policy refuses; the other journeys see to the policy.
AXE = {"bypass_csp": True, "reduced_motion": "reduce"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pages_of_strangers():
    certificate = Certificate.objects.order_by("pk").first()
    return [
        "/account/sign-in/",
        "/v/",
        f"/v/{certificate.grouped_number}/",
        "/v/2222-2222-2222/",
    ]


def pages_of_the_new_hire():
    return [
        "/",
        "/courses/",
        "/courses/onboarding/",
        "/courses/onboarding/read-1/",
        "/courses/onboarding/quiz-onboarding/",
        "/handbook/",
        "/handbook/7/",
        "/bookmarks/",
        "/certificates/",
        f"/quizzes/{Quiz.objects.get().pk}/",
        "/account/password/",
        "/account/sessions/",
        "/inbox/",
        "/inbox/settings/",
        "/account/notice/",
        "/rights/",
        "/my-data/",
        "/my-data/sessions/",
        "/no-such-page/",
    ]


def pages_of_hr():
    attempt = Attempt.objects.submitted().order_by("pk").first()
    certificate = Certificate.objects.order_by("pk").first()
    return [
        "/",
        "/people/?state=overdue",
        "/people/import/",
        "/people/codes/",
        "/people/?q=nobody-is-called-so",
        f"/people/{attempt.person_id}/",
        f"/quizzes/attempts/{attempt.pk}/result/",
        f"/certificates/{certificate.pk}/revoke/",
        "/rights/?q=QH",
        f"/rights/people/{attempt.person_id}/",
        f"/my-data/people/{attempt.person_id}/",
        "/audit/",
        "/audit/?since=2026-04-02&until=2026-04-01",
    ]


def pages_of_the_trainer():
    return ["/", "/quizzes/", f"/quizzes/{Quiz.objects.get().pk}/statistics/"]


def violations(page):
    """Return what axe finds as "rule: where"."""
    found = Axe().run(
        page,
        options={
            "resultTypes": ["violations"],
            # Only a rule about locked orientation reads the style sheets again.
            "preload": False,
            "runOnly": {"type": "tag", "values": STANDARDS},
        },
    )
    return [
        f"{rule['id']}: {node['target']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def sideways(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def look_through(page, paths):
    """Open each page in each look; return what is wrong by path and look."""
    wrong = {}
    for path in paths:
        page.goto(path)
        _note(wrong, page, path)
    return wrong


def _note(wrong, page, name):
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        if found := violations(page):
            wrong[name, scheme, size["width"]] = found
    page.set_viewport_size(SMALL_PHONE)
    if over := sideways(page):
        wrong[name, "sideways"] = over


def look_at_the_quiz(page):
    """Sit the quiz once, with one answer, and look at each of its stations."""
    wrong = {}
    page.goto(f"/quizzes/{Quiz.objects.get().pk}/")
    page.click("form[action$='/start/'] button")
    page.wait_for_selector(".question")
    page.locator("input[name=answer]").first.check(force=True)
    page.wait_for_selector(".question__state--saved")
    _note(wrong, page, "attempt")
    page.goto(f"{page.url.rstrip('/')}/review/")
    _note(wrong, page, "review")
    page.click("form[action$='/submit/'] button")
    page.wait_for_selector("dialog[open]")
    _note(wrong, page, "dialog")
    page.click("dialog .button--primary")
    page.wait_for_url(re.compile(r"/result/$"))
    _note(wrong, page, "result")
    return wrong


def test_everybody_can_use_every_page(open_page):
    # One site for all of them: loading it is what takes the time.
    stranger, newcomer, hr, trainer = (open_page(**AXE) for _ in range(4))
    for page, role in ((newcomer, "new_hire"), (hr, "hr"), (trainer, "trainer")):
        sign_in(page, role)

    wrong = {
        "stranger": look_through(stranger, pages_of_strangers()),
        "new hire": look_through(newcomer, pages_of_the_new_hire()),
        "quiz": look_at_the_quiz(newcomer),
        "hr": look_through(hr, pages_of_hr()),
        "trainer": look_through(trainer, pages_of_the_trainer()),
    }

    assert wrong == {part: {} for part in wrong}
