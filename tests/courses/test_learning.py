from datetime import date

import pytest
from django.urls import reverse

from courses.models import Certificate, Enrolment, Reading, StepEvent
from courses.queries import course_state
from courses.services import progress
from people.models import AuditEntry
from tests.factories import courses as make


def kinds(enrolment, step):
    events = StepEvent.objects.of(enrolment).filter(step=step.pk)
    return sorted(events.values_list("kind", flat=True))


def done(step):
    return reverse("courses:complete_step", args=[step.course_slug, step.slug])


def test_joining_twice_is_joining_once(client_of, learner, course):
    client = client_of(learner)

    client.post(reverse("courses:enrol", args=[course.slug]))
    client.post(reverse("courses:enrol", args=[course.slug]))

    assert Enrolment.objects.get(person=learner).course_id == course.pk
    assert AuditEntry.objects.filter(action="enrolment.made").count() == 1


def test_looking_at_a_course_does_not_join_it(client_of, learner, course):
    response = client_of(learner).get(course.address)

    assert response.status_code == 200
    assert not Enrolment.objects.exists()


def test_a_draft_course_is_not_there(client_of, learner):
    course = make.a_course(live=False)

    assert client_of(learner).get(course.address).status_code == 404


def test_a_step_sends_who_has_not_joined_to_the_course(
    client_of, learner, course, step
):
    response = client_of(learner).get(step["read"].address)

    assert response.url == course.address
    assert not StepEvent.objects.exists()


def test_opening_a_step_opens_its_entry(client_of, learner, enrolment, step, entry):
    page = client_of(learner).get(step["read"].address).content.decode()

    assert "先致歉。" in page
    assert kinds(enrolment, step["read"]) == ["opened"]
    assert Reading.objects.of(learner).get().entry_id == entry.pk


def test_reading_in_the_course_moves_it_on(client_of, learner, enrolment, step, course):
    client = client_of(learner)
    client.get(step["read"].address)

    response = client.post(done(step["read"]))

    assert response.url == step["quiz"].address
    assert kinds(enrolment, step["read"]) == ["opened", "passed"]
    assert course_state(course, enrolment).progress.percent == 50


def test_reading_in_the_handbook_moves_the_course_on_too(
    client_of, learner, enrolment, step, entry
):
    client_of(learner).post(reverse("courses:mark_read", args=[entry.number]))

    assert kinds(enrolment, step["read"]) == ["passed"]
    event = StepEvent.objects.of(enrolment).get()
    assert event.revision_id == entry.live_revision_id


def test_reading_moves_nobody_elses_course(
    client_of, outsider, enrolment, entry, course, now
):
    client_of(outsider).post(reverse("courses:mark_read", args=[entry.number]))

    assert not StepEvent.objects.exists()


def test_an_ended_enrolment_moves_no_more(client_of, learner, enrolment, entry, now):
    enrolment.ended_at = now
    enrolment.save(update_fields=["ended_at"])

    client_of(learner).post(reverse("courses:mark_read", args=[entry.number]))

    assert not StepEvent.objects.exists()


def test_marking_a_step_twice_records_it_once(client_of, learner, enrolment, step):
    client = client_of(learner)

    client.post(done(step["read"]))
    client.post(done(step["read"]))

    assert kinds(enrolment, step["read"]) == ["passed"]


def test_a_step_with_own_text_is_read_like_an_entry(
    client_of, learner, enrolment, step
):
    client = client_of(learner)
    client.get(step["more"].address)

    response = client.post(done(step["more"]))

    assert response.url == enrolment.course.address
    assert kinds(enrolment, step["more"]) == ["opened", "passed"]


def test_a_quiz_step_cannot_be_clicked_away(client_of, learner, enrolment, step):
    response = client_of(learner).post(done(step["quiz"]))

    assert response.status_code == 404
    assert not StepEvent.objects.exists()


def test_a_draft_step_is_not_there(client_of, learner, enrolment, step):
    step["more"].unpublish()

    assert client_of(learner).get(step["more"].address).status_code == 404
    assert "more" not in {
        row.step.slug for row in course_state(enrolment.course, enrolment).rows
    }


@pytest.mark.parametrize(
    ("sat", "shown"),
    [([], 0), ([("40", False)], 1), ([("40", False), ("90", True)], 2)],
)
def test_a_quiz_step_shows_state_and_attempts(
    client_of, learner, enrolment, step, grade, quiz, sat, shown
):
    for number, (result, passed) in enumerate(sat, 1):
        grade(learner, result, passed=passed, number=number)

    response = client_of(learner).get(step["quiz"].address)

    assert len(response.context["attempts"]) == shown
    expected = {0: "not_started", 1: "failed", 2: "passed"}[shown]
    assert response.context["row"].state == expected
    assert reverse("quizzes:quiz", args=[quiz.pk]) in response.content.decode()


def test_a_running_attempt_is_resumed_from_the_step(
    client_of, learner, enrolment, step, quiz, now
):
    attempt = make.an_attempt(quiz, learner, started_at=now)

    page = client_of(learner).get(step["quiz"].address).content.decode()

    assert reverse("quizzes:attempt", args=[attempt.pk]) in page


def test_letting_somebody_off_counts_and_is_audited(enrolment, step, hr, course, now):
    progress.waive(
        enrolment=enrolment,
        step_id=step["read"].pk,
        recorded_by=hr,
        reason="以前学过",
        now=now,
    )

    assert course_state(course, enrolment).progress.done == 1
    assert AuditEntry.objects.get(action="step.waived").reason == "以前学过"
    assert not Certificate.objects.exists()


def test_the_course_page_says_when_it_is_due_and_overdue(
    client_of, learner, course, now
):
    make.an_enrolment(learner, course, now=now, due_on=date(2026, 3, 5))

    response = client_of(learner).get(course.address)

    # The fixture's clock is long past.
    assert response.context["is_overdue"] is True
    assert response.context["state"].due_on == date(2026, 3, 5)


def test_the_list_shows_live_courses_with_progress(
    client_of, learner, enrolment, course
):
    other, draft = make.a_course(), make.a_course(live=False)

    states = client_of(learner).get(reverse("courses:courses")).context["states"]

    assert [state.course.pk for state in states] == [course.pk, other.pk]
    assert [state.is_enrolled for state in states] == [True, False]
    assert draft.pk not in {state.course.pk for state in states}


def test_an_entry_that_was_taken_down_is_not_counted_as_read(
    client_of, learner, enrolment, entry, step
):
    entry.unpublish()
    url = reverse("courses:complete_step", args=["first-week", "read"])

    response = client_of(learner).post(url, follow=True)

    page = response.content.decode()
    assert not enrolment.events.filter(kind="passed").exists()
    assert url not in page
