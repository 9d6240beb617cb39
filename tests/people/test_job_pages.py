"""The jobs pages: who sees what, how far it is, how it ended."""

import pytest
from django.urls import reverse

from people.models import JobState
from tests.factories.jobs import a_job

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = {"add": "tests.people.job_handlers.add"}


def url(job, name="job"):
    return reverse(f"jobs:{name}", args=[job.pk])


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("trainer", 200), ("hr", 200), ("administrator", 200), ("outsider", 404)],
)
def test_own_jobs_and_those_of_kinds_one_looks_after(
    request, client_of, trainer, now, viewer, status
):
    job = a_job(now=now, asked_by=trainer)
    client = client_of(request.getfixturevalue(viewer))

    listed = str(url(job)) in client.get(reverse("jobs:jobs")).content.decode()

    assert (client.get(url(job)).status_code, listed) == (status, status == 200)


def test_hr_sees_no_jobs_of_kinds_of_others(client_of, hr, trainer, now):
    job = a_job(now=now, asked_by=trainer, kind="old kind")

    assert client_of(hr).get(url(job)).status_code == 404


def test_somebody_elses_job_cannot_be_cancelled(client_of, outsider, trainer, now):
    job = a_job(now=now, asked_by=trainer)

    assert client_of(outsider).post(url(job, "cancel")).status_code == 404

    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_the_bar_says_how_far_it_is_and_asks_again(client_of, hr, now):
    job = a_job(
        state="running", now=now, asked_by=hr, done=3, total=8, message="检查第 3 行"
    )
    client = client_of(hr)

    page, bar = client.get(url(job)), client.get(url(job), headers=HTMX)

    html = bar.content.decode()
    assert 'value="3" max="8"' in html
    assert "检查第 3 行" in html
    assert f'hx-get="{url(job)}"' in html
    # The same text, so that a page loaded anew stands where the bar stood.
    assert html.strip().splitlines()[0] in page.content.decode()


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_the_bar_of_a_job_that_ended_asks_for_the_whole_page(client_of, hr, now, state):
    job = a_job(state=state, now=now, asked_by=hr)
    client = client_of(hr)

    response = client.get(url(job), headers=HTMX)

    assert response.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in client.get(url(job)).content.decode()


def test_a_result_shows_its_counts_and_names_rows(client_of, hr, now):
    result = {
        "created": 12,
        "updated": 0,
        "errors": [{"location": "Sheet1!C7", "message": "没有这个部门"}],
        "warnings": [{"location": f"Sheet1!A{n}", "message": "空"} for n in range(60)],
    }
    job = a_job(state="done", now=now, asked_by=hr, result=result)

    html = client_of(hr).get(url(job)).content.decode()

    assert "<dt>新增</dt><dd>12</dd>" in html
    assert "没有这个部门" in html and "Sheet1!C7" in html
    assert html.count("Sheet1!") == 50
    assert "另有 11 条未显示" in html


def test_an_error_is_told_in_the_language_of_the_reader(client_of, hr, now):
    job = a_job(state="failed", now=now, asked_by=hr, error_code="gave_up")

    html = client_of(hr).get(url(job), headers={"Accept-Language": "en"}).content

    assert b"begun three times" in html
    assert b"gave_up" in html


def test_cancelling_asks_first_and_leads_back(client_of, hr, now):
    job = a_job(state="running", now=now, asked_by=hr)
    client = client_of(hr)
    page = client.get(url(job)).content.decode()

    response = client.post(url(job, "cancel"), follow=True)

    job.refresh_from_db()
    assert f'data-confirm="确定取消“求和”（#{job.pk}）' in page.replace(
        "Adding up", "求和"
    )
    assert job.state == JobState.CANCELLING
    assert "任务将在下一个安全的位置停止" in response.content.decode()
    assert url(job, "cancel") not in response.content.decode()


def test_cancelling_what_has_ended_changes_nothing(client_of, hr, now):
    job = a_job(state="done", now=now, asked_by=hr)

    response = client_of(hr).post(url(job, "cancel"), follow=True)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "该任务此前已经结束" in response.content.decode()


def test_a_job_of_an_older_version_stays_readable(client_of, administrator, now):
    job = a_job(state="done", now=now, kind="old kind", result={"summary": "七张"})

    html = client_of(administrator).get(url(job)).content.decode()

    assert "old kind" in html and "七张" in html and "系统定时" in html


def test_without_jobs_the_page_says_what_they_are(client_of, hr):
    html = client_of(hr).get(reverse("jobs:jobs")).content.decode()

    assert "还没有任务" in html


def test_the_list_asks_the_same_whatever_there_is(
    client_of, hr, manager, now, django_assert_max_num_queries
):
    client, address = client_of(hr), reverse("jobs:jobs")
    a_job(now=now, asked_by=hr)
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    for state in JobState.values:
        a_job(state=state, now=now, asked_by=manager)
    with django_assert_max_num_queries(len(one)):
        client.get(address)
