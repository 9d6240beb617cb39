"""From the upload over the preview to the result, as HR meets it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.jobs import running
from people.models import AuditEntry, JobState, PeopleImport, User
from people.services import people_imports
from tests.people.tables import someone, table

pytestmark = pytest.mark.usefixtures("hotline", "agent")


@pytest.fixture
def client(client_of, hr):
    return client_of(hr)


@pytest.fixture
def uploaded(hr, now):
    def made(content):
        record = people_imports.upload(
            content=content, file_name="people.xlsx", by=hr, now=now
        )
        work_off(record.check_job, now)
        return reloaded(record)

    return made


def work_off(job, now):
    running.run(job_id=job.pk, clock=lambda: now, pulse=False)


def reloaded(record):
    return PeopleImport.objects.select_related("check_job", "import_job").get(
        pk=record.pk
    )


def exists(*files):
    """Which of the stored files are still there."""
    return [file.storage.exists(file.name) for file in files]


def test_an_upload_is_kept_privately_and_checked_by_a_job(client, hr, now):
    file = SimpleUploadedFile("名单.xlsx", table(someone()).getvalue())

    response = client.post(reverse("imports:imports"), {"file": file})

    record = PeopleImport.objects.get()
    assert response["Location"] == reverse("imports:import", args=[record.pk])
    assert record.check_job.kind == "check_people"
    assert record.check_job.arguments == {"import": record.pk, "language": "zh-hans"}
    assert "名单" not in record.upload.name
    assert AuditEntry.objects.get(action="people.import_uploaded").actor == hr


def test_the_preview_shows_what_would_change_and_nothing_has(client, uploaded):
    record = uploaded(table(someone(手机="13800138000")))

    page = client.get(reverse("imports:import", args=[record.pk])).content.decode()

    assert "QH0900" in page
    assert "13800138000" in page
    assert reverse("imports:confirm", args=[record.pk]) in page
    assert not User.objects.filter(employee_number="QH0900").exists()


def test_a_confirmed_table_is_brought_in_once_and_its_file_forgotten(
    client, uploaded, hr, now
):
    record = uploaded(table(someone()))
    url = reverse("imports:confirm", args=[record.pk])

    client.post(url)
    client.post(url)
    record = reloaded(record)
    work_off(record.import_job, now)

    after = reloaded(record)
    assert after.import_job.state == JobState.DONE
    assert after.import_result["created"] == 1
    assert User.objects.get(employee_number="QH0900").is_active
    assert exists(record.upload) == [False]
    assert not after.upload
    assert after.preview == []
    entry = AuditEntry.objects.get(action="people.imported")
    assert (entry.actor, entry.about_id, entry.after["created"]) == (hr, record.pk, 1)
    created = AuditEntry.objects.get(action="person.created")
    assert created.reason == f"import #{record.pk}"


def test_a_table_with_errors_can_only_be_put_right(client, uploaded):
    record = uploaded(table(someone(手机="12")))
    page = client.get(reverse("imports:import", args=[record.pk])).content.decode()

    response = client.post(reverse("imports:confirm", args=[record.pk]))
    corrected = client.get(reverse("imports:corrected", args=[record.pk]))

    assert response.status_code == 302
    assert reloaded(record).import_job is None
    assert "员工!G2" in page
    assert not record.upload
    assert corrected.content.startswith(b"PK")


def test_what_became_wrong_after_the_preview_is_not_written(uploaded, hr, now):
    record = uploaded(table(someone(邮箱="zhen@x.example")))
    User.objects.filter(pk=hr.pk).update(email="zhen@x.example")
    record = people_imports.confirm(record=record, issues_codes=False, by=hr, now=now)

    work_off(record.import_job, now)

    record = reloaded(record)
    assert [e["location"] for e in record.import_result["errors"]] == ["员工!F2"]
    assert record.import_result["created"] == 0
    assert not User.objects.filter(employee_number="QH0900").exists()
    assert record.corrected
    assert not record.upload


def test_a_table_given_up_leaves_no_file(
    client, uploaded, django_capture_on_commit_callbacks
):
    record = uploaded(table(someone()))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:give_up", args=[record.pk]))

    assert exists(record.upload) == [False]
    assert not reloaded(record).upload
    assert AuditEntry.objects.filter(action="people.import_given_up").exists()


def test_the_clock_forgets_what_nobody_confirmed_for_a_day(uploaded, now):
    good, bad = uploaded(table(someone())), uploaded(table(someone(手机="12")))

    people_imports.forget_old(now=now + timedelta(hours=23))
    kept = exists(good.upload, bad.corrected)
    people_imports.forget_old(now=now + timedelta(hours=25))

    assert kept == [True, True]
    assert exists(good.upload, bad.corrected) == [False, False]
    assert reloaded(good).preview == []


def test_a_file_that_is_gone_fails_with_a_sentence(hr, now):
    record = people_imports.upload(
        content=table(someone()), file_name="x.xlsx", by=hr, now=now
    )
    record.upload.storage.delete(record.upload.name)

    work_off(record.check_job, now)

    assert reloaded(record).check_job.error_code == "file_gone"


def test_a_file_that_is_too_big_is_refused_before_it_is_kept(client, monkeypatch):
    monkeypatch.setattr("people.forms.MAX_UPLOAD", 10)

    response = client.post(
        reverse("imports:imports"), {"file": SimpleUploadedFile("x.csv", b"0" * 11)}
    )

    assert response.status_code == 200
    assert not PeopleImport.objects.exists()


def test_pages_cost_the_same_however_much_there_is(
    client, uploaded, django_assert_max_num_queries
):
    for n in range(5):
        record = uploaded(table(*[someone(f"QH{n}{m:03}") for m in range(20)]))

    with django_assert_max_num_queries(7):
        client.get(reverse("imports:imports"))
    with django_assert_max_num_queries(7):
        client.get(reverse("imports:import", args=[record.pk]))
