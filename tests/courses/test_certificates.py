from datetime import date

import pytest
from django.urls import reverse

from courses.models import Certificate, Revocation
from courses.rules.certificate_numbers import parse
from courses.services import certificates, progress, readings
from people.models import AuditEntry
from tests.factories import courses as make


def test_a_certificate_freezes_what_it_says(certificate, learner, course):
    learner.name = "改名了"
    learner.save(update_fields=["name"])
    make.revise(course, title="新的课名", certificate_title="新的证书")

    certificate.refresh_from_db()

    assert certificate.frozen == {
        "name": "学员",
        "title": "岗前证书",
        "title_en": "Certificate of Completion",
        "course": "第一周",
        "course_en": "First week",
        "grade": "92.50",
        "issued_on": "2026-03-02",
        "valid_until": "2028-03-02",
        "issuer": "运单学院",
        "issuer_en": "Waybill Academy",
        "template_version": "v1",
    }
    assert certificate.valid_until == date(2028, 3, 2)
    assert parse(certificate.number) == certificate.number


def test_the_grade_is_the_best_passed_one(learner, enrolment, entry, grade, now):
    grade(learner, "85", passed=True)
    grade(learner, "95", passed=True, number=2)
    grade(learner, "99", passed=False, number=3)
    readings.confirm_read(person=learner, entry=entry, now=now)

    assert Certificate.objects.get().grade == "95.00"


def test_the_grade_is_of_the_last_required_quiz(
    learner, enrolment, course, entry, grade, quiz, now
):
    optional = make.a_quiz()
    make.a_quiz_step(course, optional, required=False)
    grade(learner, "85", passed=True)
    readings.confirm_read(person=learner, entry=entry, now=now)

    assert Certificate.objects.get().grade == "85.00"


def test_a_waived_quiz_leaves_the_grade_out(learner, enrolment, step, entry, hr, now):
    readings.confirm_read(person=learner, entry=entry, now=now)
    progress.waive(
        enrolment=enrolment,
        step_id=step["quiz"].pk,
        recorded_by=hr,
        reason="持外部证书",
        now=now,
    )

    assert Certificate.objects.get().grade == ""


def test_a_course_without_a_certificate_issues_none(learner, now, entry):
    course = make.a_course(awards_certificate=False)
    make.a_reading_step(course, entry=entry)
    make.an_enrolment(learner, course, now=now)

    readings.confirm_read(person=learner, entry=entry, now=now)

    assert not Certificate.objects.exists()


def test_issuing_twice_returns_the_same_one(certificate, enrolment, now):
    again = certificates.issue_if_earned(enrolment=enrolment, now=now)

    assert again == certificate
    assert AuditEntry.objects.filter(action="certificate.issued").count() == 1


def test_every_requirement_of_the_settings_is_asked(
    learner, enrolment, entry, grade, now, settings
):
    settings.CERTIFICATE_REQUIREMENTS = [
        "courses.requirements.required_steps_passed",
        "tests.courses.test_certificates.a_talk_is_missing",
    ]
    readings.confirm_read(person=learner, entry=entry, now=now)
    grade(learner, "90", passed=True)

    assert not Certificate.objects.exists()
    assert certificates.missing(enrolment=enrolment, now=now) == ["还差一次面谈"]


def a_talk_is_missing(enrolment, now):
    return "还差一次面谈"


def test_what_is_missing_is_named(enrolment, step, now):
    answers = certificates.missing(enrolment=enrolment, now=now)

    assert len(answers) == 1
    assert step["read"].title in answers[0]
    assert step["quiz"].title in answers[0]
    assert step["more"].title not in answers[0]


def test_hr_revokes_for_a_reason(client_of, hr, certificate):
    url = reverse("courses:revoke", args=[certificate.pk])
    assert certificate.holder in client_of(hr).get(url).content.decode()

    response = client_of(hr).post(url, {"reason": "替考，已核实"})

    assert response.url == url
    assert Revocation.objects.get().reason == "替考，已核实"
    entry = AuditEntry.objects.get(action="certificate.revoked")
    assert (entry.actor, entry.person, entry.reason) == (
        hr,
        certificate.person,
        "替考，已核实",
    )
    assert entry.after == {"status": "revoked"}


def test_revoking_needs_a_reason(client_of, hr, certificate):
    url = reverse("courses:revoke", args=[certificate.pk])

    response = client_of(hr).post(url, {"reason": "  "})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Revocation.objects.exists()


def test_revoking_twice_keeps_the_first(client_of, hr, administrator, certificate):
    url = reverse("courses:revoke", args=[certificate.pk])
    client_of(hr).post(url, {"reason": "第一个原因"})

    client_of(administrator).post(url, {"reason": "第二个原因"})

    assert Revocation.objects.get().reason == "第一个原因"
    assert AuditEntry.objects.filter(action="certificate.revoked").count() == 1


@pytest.mark.parametrize(
    "who", ["learner", "manager", "trainer", "reviewer", "outsider"]
)
def test_nobody_else_revokes(request, client_of, certificate, who):
    client = client_of(request.getfixturevalue(who))
    url = reverse("courses:revoke", args=[certificate.pk])

    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "就是想撤"}).status_code == 404
    assert not Revocation.objects.exists()


def test_people_see_their_own_certificates_only(
    client_of, learner, outsider, certificate
):
    url = reverse("courses:certificates")

    assert certificate.grouped_number in client_of(learner).get(url).content.decode()
    assert (
        certificate.grouped_number not in client_of(outsider).get(url).content.decode()
    )


def test_a_revoked_one_stays_in_the_list_without_its_paper(
    client_of, learner, hr, certificate, now
):
    certificates.revoke(certificate=certificate, by=hr, reason="替考", now=now)

    page = client_of(learner).get(reverse("courses:certificates")).content.decode()

    assert certificate.grouped_number in page
    assert reverse("courses:certificate_pdf", args=[certificate.pk]) not in page
    assert "替考" not in page


def test_looking_at_a_certificate_to_revoke_it_is_logged(
    client_of, hr, learner, certificate
):
    client_of(hr).get(reverse("courses:revoke", args=[certificate.pk]))

    entry = AuditEntry.objects.get(action="result.read")
    assert (entry.actor, entry.person) == (hr, learner)
