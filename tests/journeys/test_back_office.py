"""The trainer's and the administrator's pages, in a real browser under their policy."""

import pytest

from courses.models import EntryPage
from quizzes.models import Question, Quiz
from tests.journeys.test_new_hire import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def pages_of_the_trainer():
    entry, quiz = EntryPage.objects.get(number=7), Quiz.objects.get()
    question = Question.objects.order_by("pk").first()
    return [
        "/admin/",
        f"/admin/pages/{entry.get_parent().pk}/",
        "/admin/handbook_entries/",
        f"/admin/pages/{entry.pk}/edit/",
        f"/admin/pages/{entry.pk}/history/",
        f"/admin/editions/{entry.pk}/changes/",
        "/admin/question/",
        f"/admin/question/edit/{question.pk}/",
        f"/admin/question/history/{question.pk}/",
        "/admin/question/new/",
        "/admin/snippets/quizzes/questionbank/",
        "/admin/snippets/quizzes/quiz/",
        f"/admin/snippets/quizzes/quiz/edit/{quiz.pk}/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/reports/site-history/",
        "/admin/reports/workflow/",
        "/admin/account/",
    ]


def pages_of_the_administrator():
    return [
        "/admin/users/",
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/sites/",
        "/admin/workflows/list/",
        "/admin/workflows/add/",
    ]


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("trainer", pages_of_the_trainer),
        ("administrator", pages_of_the_administrator),
    ],
)
def test_no_page_asks_for_what_its_policy_refuses(role, pages, open_page):
    page = open_page()
    sign_in(page, role)
    found = {}

    for path in pages():
        status = page.goto(path).status
        page.wait_for_load_state("networkidle")
        if status != 200 or page.complaints:
            found[path] = (status, [text[:200] for text in page.complaints])
        page.complaints.clear()

    assert found == {}


def press(page, button):
    page.wait_for_load_state("networkidle")
    page.click("footer .w-dropdown-button .w-dropdown__toggle")
    page.locator(button).first.click()
    page.wait_for_selector(".messages .success")


def test_three_people_revise_an_entry_and_the_learner_reads_it(open_page):
    entry = EntryPage.objects.get(number=7)
    edit = f"/admin/pages/{entry.pk}/edit/"
    page = open_page()
    sign_in(page, "trainer")
    page.goto(edit)

    page.fill("[name=answer]", "先道歉，再记下单号，两小时内回话。")
    page.fill("[name=change_summary]", "写明多久回话。")
    press(page, "button[name=action-submit]")
    for role in ("reviewer", "approver"):
        page = open_page()
        sign_in(page, role)
        page.goto(edit)
        press(page, "[data-workflow-action-name=approve]")

    page.goto("/handbook/7/")
    assert "两小时内回话" in page.inner_text("main")


@pytest.mark.parametrize("path", ["/", "/handbook/", "/handbook/7/", "/courses/"])
def test_learner_pages_run_under_the_strict_policy(path, open_page):
    page = open_page()
    sign_in(page, "new_hire")

    response = page.goto(path)
    page.wait_for_load_state("networkidle")

    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
