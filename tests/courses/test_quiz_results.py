from datetime import timedelta

from courses.models import Certificate, StepEvent
from courses.services import readings
from quizzes.signals import attempt_graded
from tests.factories import courses as make


def kinds():
    return list(StepEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_a_passed_quiz_passes_its_step(learner, enrolment, step, grade):
    attempt = grade(learner, "90", passed=True)

    event = StepEvent.objects.of(enrolment).get()
    assert (event.step_id, event.kind, event.attempt_id) == (
        step["quiz"].pk,
        "passed",
        attempt.pk,
    )


def test_a_failed_quiz_fails_its_step(learner, enrolment, grade):
    grade(learner, "59", passed=False)

    assert kinds() == ["failed"]
    assert not Certificate.objects.exists()


def test_without_an_enrolment_a_quiz_counts_nowhere(learner, course, grade):
    grade(learner, "90", passed=True)

    assert kinds() == []


def test_an_attempt_from_before_the_enrolment_does_not_count(
    learner, enrolment, grade, now
):
    grade(learner, "90", passed=True, started_at=now - timedelta(minutes=1))

    assert kinds() == []


def test_every_open_course_with_the_quiz_moves(learner, enrolment, quiz, grade, now):
    other = make.a_course()
    make.a_quiz_step(other, quiz)
    make.an_enrolment(learner, other, now=now)

    grade(learner, "90", passed=True)

    assert StepEvent.objects.values("enrolment").distinct().count() == 2


def test_the_last_thing_done_issues_the_certificate(
    learner, enrolment, entry, grade, now
):
    readings.confirm_read(person=learner, entry=entry, now=now)
    assert not Certificate.objects.exists()

    grade(learner, "90", passed=True)

    assert Certificate.objects.get().enrolment_id == enrolment.pk


def test_a_result_told_twice_counts_once(learner, enrolment, entry, grade, now):
    readings.confirm_read(person=learner, entry=entry, now=now)
    attempt = grade(learner, "90", passed=True)

    attempt_graded.send(sender=type(attempt), attempt=attempt, now=now)

    assert kinds() == ["passed", "passed"]
    assert Certificate.objects.count() == 1


def test_failing_after_passing_takes_nothing_back(
    learner, certificate, enrolment, grade, now
):
    grade(learner, "10", passed=False, number=2)

    assert Certificate.objects.get() == certificate
