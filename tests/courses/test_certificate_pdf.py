import hashlib

import pytest
from django.urls import reverse
from kombu.exceptions import OperationalError

from courses import documents, schedule, tasks
from courses.models import Certificate
from courses.services import readings
from people.models import AuditEntry
from tests.factories import courses as make


def url(certificate):
    return reverse("courses:certificate_pdf", args=[certificate.pk])


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings, monkeypatch):
    storage = Certificate._meta.get_field("pdf").storage
    monkeypatch.setattr(storage, "location", str(tmp_path))
    monkeypatch.setattr(storage, "base_location", str(tmp_path))


@pytest.fixture
def files(tmp_path):
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_the_first_download_makes_the_paper_and_later_ones_hand_it_out(
    client_of, learner, certificate, files
):
    first = client_of(learner).get(url(certificate))
    second = client_of(learner).get(url(certificate))

    certificate.refresh_from_db()
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content
    assert hashlib.sha256(first.content).hexdigest() == certificate.pdf_sha256
    assert first["Content-Type"] == "application/pdf"
    assert certificate.grouped_number in first["Content-Disposition"]
    assert len(files()) == 1


def test_a_stored_paper_is_never_made_again(certificate, learner, files, now):
    documents.store(certificate, now=now)
    before = (certificate.pdf.name, certificate.pdf_sha256, files())

    documents.store(Certificate.objects.get(), now=now)
    tasks.render_certificate(certificate_id=certificate.pk)
    schedule.render_missing_certificates()

    certificate.refresh_from_db()
    assert (certificate.pdf.name, certificate.pdf_sha256, files()) == before


def test_a_changed_file_is_not_handed_out(client_of, learner, certificate, files):
    client = client_of(learner)
    client.get(url(certificate))
    files()[0].write_bytes(b"%PDF forged")

    response = client.get(url(certificate))

    assert response.status_code == 500
    assert b"%PDF forged" not in response.content


def test_a_lost_file_is_not_quietly_made_again(client_of, learner, certificate, files):
    client = client_of(learner)
    client.get(url(certificate))
    files()[0].unlink()

    assert client.get(url(certificate)).status_code == 500
    assert files() == []


def glyphs(certificate, name):
    """How many characters a name puts on the paper."""
    certificate.frozen["name"] = name
    drawing = documents.build(certificate, image="svg").decode()
    return drawing.count("<use ")


@pytest.mark.parametrize(
    "name", ['#let 王"x\\ $a$ *b*', "]#panic()[", "//=-_@<a>", "王" * 60, "a\n= b"]
)
def test_any_name_comes_out_as_it_was_typed(certificate, name):
    # A command or markup in the name would swallow characters.
    typed = len("".join(name.split()))

    assert glyphs(certificate, name) - glyphs(certificate, "") == typed
    assert documents.build(certificate).startswith(b"%PDF")


def test_the_same_certificate_makes_the_same_bytes(certificate):
    assert documents.build(certificate) == documents.build(certificate)


def test_the_qr_code_points_to_the_public_page(certificate, settings):
    settings.BASE_URL = "https://academy.example/"

    assert documents.verification_url(certificate) == (
        f"https://academy.example/v/{certificate.grouped_number}/"
    )


def test_anothers_paper_is_not_there(client_of, outsider, trainer, certificate):
    for person in (outsider, trainer):
        assert client_of(person).get(url(certificate)).status_code == 404
    certificate.refresh_from_db()
    assert certificate.rendered_at is None


@pytest.mark.parametrize("who", ["hr", "administrator", "manager"])
def test_a_look_at_anothers_paper_is_written_down(
    request, client_of, certificate, learner, who
):
    viewer = request.getfixturevalue(who)

    response = client_of(viewer).get(url(certificate))

    assert response.status_code == 200
    entry = AuditEntry.objects.get(action="result.read")
    assert (entry.actor, entry.person, entry.about_id) == (
        viewer,
        learner,
        certificate.pk,
    )


def test_ones_own_paper_is_nobodys_business(client_of, learner, certificate):
    client_of(learner).get(url(certificate))

    assert not AuditEntry.objects.filter(action="result.read").exists()


def test_the_worker_makes_it_after_the_commit(
    learner, enrolment, entry, grade, now, django_capture_on_commit_callbacks
):
    readings.confirm_read(person=learner, entry=entry, now=now)
    with django_capture_on_commit_callbacks() as callbacks:
        grade(learner, "90", passed=True)

    certificate = Certificate.objects.get()
    assert len(callbacks) == 1
    assert certificate.rendered_at is None
    tasks.render_certificate(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert certificate.rendered_at is not None


def test_a_broker_that_is_down_breaks_nothing(
    learner,
    enrolment,
    entry,
    grade,
    now,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("celery.app.task.Task.apply_async", refuse)
    readings.confirm_read(person=learner, entry=entry, now=now)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        grade(learner, "90", passed=True)

    assert len(callbacks) == 1
    schedule.render_missing_certificates()
    assert Certificate.objects.get().rendered_at is not None


def test_a_course_without_english_gets_a_paper_too(learner, now, entry):
    course = make.a_course(awards_certificate=True)
    make.a_reading_step(course, entry=entry)
    make.an_enrolment(learner, course, now=now)
    readings.confirm_read(person=learner, entry=entry, now=now)

    certificate = Certificate.objects.get()

    assert certificate.valid_until is None
    assert documents.build(certificate).startswith(b"%PDF")
    # Counted in characters: "valid for good" stands where a day would.
    without_day = documents.build(certificate, image="svg").decode().count("<use ")
    certificate.frozen["valid_until"] = "2028-03-02"
    with_day = documents.build(certificate, image="svg").decode().count("<use ")
    labels = len("有效期至Validuntil") - len("有效期Validity")
    assert with_day - without_day == labels + len("2028-03-02") - len("长期有效")


def test_one_that_cannot_be_set_does_not_keep_the_others_waiting(
    certificate, outsider, now, monkeypatch
):
    course = make.a_course(awards_certificate=True)
    page = make.a_reading_step(course).readingstep
    enrolment = make.an_enrolment(outsider, course, now=now)
    readings.complete_step(enrolment=enrolment, step=page, now=now)
    build = documents.build

    def fail_once(broken):
        if broken == certificate:
            raise RuntimeError
        return build(broken)

    monkeypatch.setattr(documents, "build", fail_once)
    schedule.render_missing_certificates()

    assert list(Certificate.objects.not_rendered()) == [certificate]


def test_the_stored_paper_is_for_its_owner_only(certificate, files, now):
    documents.store(certificate, now=now)

    (paper,) = files()
    assert paper.stat().st_mode & 0o777 == 0o600
    assert paper.parent.stat().st_mode & 0o777 == 0o700
