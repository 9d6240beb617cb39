from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from courses.models import Certificate, Enrolment, Reading, Revocation, StepEvent
from courses.services import certificates, readings
from tests.factories import courses as make


def refuses(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Enrolment, {"enrolled_at": timezone.now()}),
        (StepEvent, {"kind": "failed"}),
        (StepEvent, {"at": timezone.now()}),
        (Reading, {"at": timezone.now()}),
        (Certificate, {"number": "222222222222"}),
        (Certificate, {"frozen": {"grade": "100.00"}}),
        (Certificate, {"valid_until": None}),
        (Revocation, {"reason": "另一个原因"}),
    ],
)
def test_a_fact_cannot_be_rewritten(certificate, hr, now, model, change):
    certificates.revoke(certificate=certificate, by=hr, reason="替考", now=now)
    before = list(model.objects.order_by("pk").values())

    refuses(lambda: model.objects.update(**change))

    assert before
    assert list(model.objects.order_by("pk").values()) == before


def test_one_open_enrolment_each(learner, course, enrolment, now):
    refuses(
        lambda: Enrolment.objects.create(person=learner, course=course, enrolled_at=now)
    )

    enrolment.ended_at = now
    enrolment.save(update_fields=["ended_at"])
    again = make.an_enrolment(learner, course, now=now)
    assert again.pk != enrolment.pk


def test_an_enrolment_ends_after_its_start(enrolment, now):
    ended_at = now - timedelta(seconds=1)

    refuses(lambda: Enrolment.objects.update(ended_at=ended_at))


def test_one_certificate_for_an_enrolment(certificate, enrolment, learner, now):
    refuses(
        lambda: Certificate.objects.create(
            number="2" * 12,
            enrolment=enrolment,
            person=learner,
            issued_at=now,
            frozen={},
            template_version="v1",
        )
    )


def test_a_pdf_comes_with_its_hash_and_time(certificate):
    refuses(lambda: Certificate.objects.update(pdf="somewhere.pdf"))


def test_nothing_is_waived_by_nobody(enrolment, step, now):
    refuses(
        lambda: StepEvent.objects.create(
            enrolment=enrolment, step=step["read"], kind="waived", at=now
        )
    )


def test_an_event_has_a_known_kind(enrolment, step, now):
    refuses(
        lambda: StepEvent.objects.create(
            enrolment=enrolment, step=step["read"], kind="bought", at=now
        )
    )


def test_a_step_is_passed_by_reading_once(learner, enrolment, step, entry, now):
    readings.confirm_read(person=learner, entry=entry, now=now)

    refuses(
        lambda: StepEvent.objects.create(
            enrolment=enrolment, step=step["read"], kind="passed", at=now
        )
    )


def test_an_attempt_is_told_once(learner, enrolment, step, grade, now):
    attempt = grade(learner, "90", passed=True)

    refuses(
        lambda: StepEvent.objects.create(
            enrolment=enrolment,
            step=step["quiz"],
            kind="passed",
            at=now,
            attempt=attempt,
        )
    )


def test_a_revocation_has_a_reason(certificate, hr, now):
    refuses(
        lambda: Revocation.objects.create(
            certificate=certificate, at=now, by=hr, reason=""
        )
    )


def test_what_facts_rest_on_cannot_be_deleted(certificate, entry, course, quiz, step):
    for thing in (entry, course, step["read"], quiz, certificate.person):
        with pytest.raises(ProtectedError):
            thing.delete()
