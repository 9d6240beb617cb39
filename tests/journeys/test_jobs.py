"""The jobs page in a real browser: the bar moves, a question is asked, it ends."""

import pytest
from django.utils import timezone

from people.models import Job, JobState, User
from tests.factories.jobs import a_job
from tests.journeys.test_accessibility import AXE, violations
from tests.journeys.test_new_hire import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def job(academy):
    hr = User.objects.filter(groups__name="人事").earliest("pk")
    return a_job(
        state=JobState.RUNNING, now=timezone.now(), asked_by=hr, done=3, total=8
    )


def test_progress_by_itself_cancelled_after_a_question(open_page, job):
    page = open_page()
    sign_in(page, "hr")
    page.goto(f"/jobs/{job.pk}/")
    page.get_by_text("3 / 8").wait_for()

    Job.objects.update(done=7)
    page.get_by_text("7 / 8").wait_for()
    page.reload()
    page.get_by_text("7 / 8").wait_for()
    page.get_by_role("button", name="取消任务").click()
    question = page.get_by_role("dialog")
    # The bar goes on asking below the question, which must stay.
    Job.objects.update(done=8)
    page.get_by_text("8 / 8").wait_for()
    question.get_by_role("button", name="取消任务").click()
    page.get_by_text("正在取消").first.wait_for()
    Job.objects.update(state=JobState.CANCELLED, finished_at=timezone.now())
    page.get_by_text("已取消").wait_for()

    assert page.locator("[hx-trigger]").count() == 0


def test_the_end_shows_the_result_without_a_click(open_page, job):
    page = open_page(size={"width": 390, "height": 844})
    sign_in(page, "hr")
    page.goto(f"/jobs/{job.pk}/")

    Job.objects.update(
        state=JobState.DONE, finished_at=timezone.now(), result={"created": 60}
    )

    page.get_by_role("heading", name="结果").wait_for()
    assert "60" in page.locator(".facts__pair").first.inner_text()


def test_everybody_can_use_it(open_page, job):
    page = open_page(**AXE)
    sign_in(page, "hr")
    found = []

    for path in ("/jobs/", f"/jobs/{job.pk}/"):
        page.goto(path)
        found += violations(page)

    assert found == []
