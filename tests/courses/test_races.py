"""Two requests at once, on real locks."""

import threading
import time
from collections import Counter

import pytest
from django.db import connection, connections, transaction

from courses import documents
from courses.models import Certificate, Enrolment, StepEvent
from courses.services import certificates, enrolments, progress, readings
from tests.factories import courses as make

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def at_once(work, times=4):
    """Run it in as many threads, all let go together; return what each gave."""
    start, results = threading.Barrier(times), []

    def run():
        try:
            start.wait()
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_joining_at_once_makes_one_enrolment(learner, course, now):
    made = at_once(lambda: enrolments.enrol(person=learner, course=course, now=now).pk)

    assert made == [Enrolment.objects.get().pk] * 4


def test_earning_at_once_issues_one_certificate(learner, enrolment, step, hr, now):
    required = [step["read"], step["quiz"]]
    StepEvent.objects.bulk_create(
        StepEvent(enrolment=enrolment, step=one, kind="waived", at=now, recorded_by=hr)
        for one in required
    )

    issued = at_once(
        lambda: certificates.issue_if_earned(enrolment=enrolment, now=now).pk
    )

    assert issued == [Certificate.objects.get().pk] * 4


def test_revoking_at_once_keeps_one_reason(certificate, hr, now):
    results = at_once(
        lambda: (
            certificates.revoke(
                certificate=certificate, by=hr, reason="替考，已核实", now=now
            ).pk
        )
    )

    kinds = Counter(type(result) for result in results)
    assert kinds == {int: 1, certificates.AlreadyRevoked: 3}


def test_downloading_at_once_keeps_one_paper(certificate, now, tmp_path, monkeypatch):
    storage = Certificate._meta.get_field("pdf").storage
    monkeypatch.setattr(storage, "location", str(tmp_path))

    papers = at_once(lambda: documents.content_of(Certificate.objects.get(), now=now))

    assert len(set(papers)) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_last_two_steps_done_at_once_earn_the_certificate(
    learner, enrolment, entry, quiz, now
):
    attempt = make.an_attempt(quiz, learner, started_at=now, grade="90", passed=True)
    read = threading.Event()

    def read_slowly():
        with transaction.atomic():
            readings.confirm_read(person=learner, entry=entry, now=now)
            read.set()
            # Not saved yet: whoever looks now finds the reading missing.
            time.sleep(0.5)

    def pass_meanwhile():
        read.wait()
        progress.record_attempt(attempt=attempt, now=now)

    work = iter([read_slowly, pass_meanwhile])
    results = at_once(lambda: next(work)(), times=2)

    assert results == [None, None]
    assert Certificate.objects.get().enrolment == enrolment
