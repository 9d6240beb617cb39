"""HR sees everybody beside their results; a manager sees the own line."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.services import certificates, readings
from people.models import AuditEntry
from tests.factories import courses as make
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory

PEOPLE = "/people/"


@pytest.fixture
def listed(client_of, course):
    """Ask for the report and give the names in it."""

    def names(viewer, **filters):
        response = client_of(viewer).get(PEOPLE, filters)
        return [row.name for row in response.context["rows"]]

    return names


def test_hr_sees_everybody_and_a_manager_the_own_line(
    listed, hr, manager, learner, outsider
):
    assert set(listed(hr)) >= {"学员", "旁人", "主管"}
    assert listed(manager) == ["学员"]


def test_finding_by_a_part_of_the_name_or_number(listed, hr, learner, outsider):
    outsider.employee_number = "QH0777"
    outsider.save(update_fields=["employee_number"])

    assert listed(hr, q="学") == ["学员"]
    assert listed(hr, q="ｑｈ０７７７") == ["旁人"]


def test_a_department_includes_those_below_it(listed, hr, learner, outsider):
    centre = DepartmentFactory()
    learner.department = DepartmentFactory(parent=centre)
    learner.save(update_fields=["department"])

    assert listed(hr, department=centre.pk) == ["学员"]


def test_a_post_narrows_the_list(listed, hr, learner, outsider):
    learner.post = PostFactory()
    learner.save(update_fields=["post"])

    assert listed(hr, post=learner.post.pk) == ["学员"]


def test_those_who_left_are_shown_only_when_asked_for(listed, hr, learner):
    learner.is_active = False
    learner.save(update_fields=["is_active"])

    assert "学员" not in listed(hr)
    assert "学员" in listed(hr, left="on")


@pytest.mark.parametrize("text", ["😀", "？", "。。"])
def test_words_that_are_in_no_name_find_nobody(listed, hr, learner, text):
    assert listed(hr, q=text) == []


@pytest.fixture
def in_each_state(course, entry, grade, now, hr):
    """One person per state, named by it."""
    people = {}
    for state in ("not_enrolled", "not_started", "in_progress", "finished", "overdue"):
        people[state] = UserFactory(name=state)
        if state != "not_enrolled":
            due_on = date(2026, 1, 1) if state == "overdue" else None
            make.an_enrolment(people[state], course, now=now, due_on=due_on)
    for state in ("in_progress", "finished"):
        readings.confirm_read(person=people[state], entry=entry, now=now)
    grade(people["in_progress"], "40", passed=False)
    grade(people["finished"], "92.5", passed=True)
    return people


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_enrolled", {"not_enrolled", "人事"}),
        ("not_started", {"not_started", "overdue"}),
        ("in_progress", {"in_progress"}),
        ("finished", {"finished"}),
        ("overdue", {"overdue"}),
    ],
)
def test_each_state_finds_its_people(
    state, expected, in_each_state, listed, hr, administrator
):
    assert set(listed(administrator, state=state)) == expected


def test_the_counts_of_the_states_are_those_of_the_lists(
    in_each_state, client_of, administrator, hr, course
):
    response = client_of(administrator).get(PEOPLE)

    counts = {code: number for code, _, number in response.context["states"]}
    assert counts == {
        "finished": 1,
        "in_progress": 1,
        "not_started": 2,
        "overdue": 1,
        "not_enrolled": 2,
    }


def test_a_line_shows_progress_best_grade_and_certificate(
    in_each_state, client_of, hr, grade
):
    response = client_of(hr).get(PEOPLE, {"q": "finished"})

    (row,) = response.context["rows"]
    assert (row.done, row.required, row.percent) == (2, 2, 100)
    assert (row.best_grade, row.attempts) == (Decimal("92.5"), 1)
    assert row.certificate_number


def test_the_best_grade_opens_into_the_attempt_that_earned_it(
    client_of, hr, learner, enrolment, grade
):
    best = grade(learner, "95", passed=True)
    grade(learner, "40", passed=False, number=2)

    page = client_of(hr).get(PEOPLE, {"q": "学员"})

    (row,) = page.context["rows"]
    assert (row.best_grade, row.attempts) == (Decimal("95"), 2)
    assert reverse("quizzes:result", args=[best.pk]) in page.content.decode()


def test_a_grade_at_an_exercise_is_not_the_grade_of_the_course(
    client_of, hr, learner, enrolment, course, grade, now
):
    exercise = make.a_quiz()
    make.a_quiz_step(course, exercise, required=False)
    make.an_attempt(exercise, learner, started_at=now, grade="100", passed=True)
    grade(learner, "40", passed=False)

    (row,) = client_of(hr).get(PEOPLE, {"q": "学员"}).context["rows"]

    assert (row.best_grade, row.attempts) == (Decimal("40"), 1)


def test_looking_at_the_list_is_logged_with_whom_it_showed(
    client_of, manager, learner, outsider, course
):
    client_of(manager).get(PEOPLE)

    entry = AuditEntry.objects.get(action="results.listed")
    assert (entry.actor, entry.after) == (manager, {"people": [learner.pk]})


def test_a_revoked_certificate_is_not_shown_as_one(in_each_state, client_of, hr, now):
    certificate = in_each_state["finished"].certificates.get()
    certificates.revoke(certificate=certificate, by=hr, reason="冒名顶替", now=now)

    response = client_of(hr).get(PEOPLE, {"q": "finished"})

    assert response.context["rows"][0].certificate_id is None


def test_a_filter_that_is_nonsense_is_said_and_ignored(listed, client_of, hr, learner):
    response = client_of(hr).get(PEOPLE, {"department": "999", "state": "asleep"})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"department", "state"}


@pytest.mark.parametrize("field", ["course", "department", "post"])
def test_a_key_no_database_has_is_nonsense_too(client_of, hr, course, field):
    response = client_of(hr).get(PEOPLE, {field: "9" * 30})

    assert set(response.context["form"].errors) == {field}


def test_a_sheet_is_not_made_of_a_filter_that_is_nonsense(client_of, hr, course):
    response = client_of(hr).get("/people/export/", {"department": "999"})

    assert response.status_code == 302
    assert response["Location"] == f"{PEOPLE}?department=999"
    assert not AuditEntry.objects.filter(action="results.exported").exists()


def test_the_list_costs_the_same_for_one_and_for_many(
    client_of, hr, course, enrolment, now, django_assert_max_num_queries
):
    client = client_of(hr)
    client.get(PEOPLE)  # from here on the course's steps are known
    # Somebody new on it: the same list within a minute would not be noted again.
    make.an_enrolment(UserFactory(), course, now=now)
    with django_assert_max_num_queries(16) as few:
        client.get(PEOPLE)
    for _ in range(30):
        make.an_enrolment(UserFactory(), course, now=now)

    with django_assert_max_num_queries(16) as many:
        client.get(PEOPLE)

    assert len(many) == len(few)


def test_the_sheet_holds_what_is_filtered(in_each_state, client_of, hr):
    response = client_of(hr).get("/people/export/", {"state": "finished"})

    sheet = load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "第一周"
    assert len(rows) == 3
    assert rows[2][1] == "finished"
    assert rows[2][8] == 92.5


def test_a_name_that_looks_like_a_formula_stays_text(client_of, hr, course):
    UserFactory(name='=HYPERLINK("http://evil")')

    response = client_of(hr).get("/people/export/", {"q": "HYPERLINK"})

    cell = load_workbook(BytesIO(response.content)).active["B3"]
    assert cell.data_type == "s"
    assert cell.value == '=HYPERLINK("http://evil")'


def test_a_control_character_in_a_name_does_not_spoil_the_sheet(client_of, hr, course):
    UserFactory(name="林\x0b小雨")

    response = client_of(hr).get("/people/export/", {"q": "小雨"})

    assert load_workbook(BytesIO(response.content)).active["B3"].value == "林小雨"


def test_an_export_is_audited_with_its_filter(client_of, hr, course):
    client_of(hr).get("/people/export/", {"q": "学"})

    entry = AuditEntry.objects.get(action="results.exported")
    assert entry.actor == hr
    assert "q=" in entry.after["filters"]


def test_a_manager_exports_the_own_line_only(
    client_of, manager, learner, outsider, course
):
    response = client_of(manager).get("/people/export/")

    sheet = load_workbook(BytesIO(response.content)).active
    names = [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert names == ["学员"]


def test_opening_a_person_shows_the_record_and_is_logged(
    client_of, hr, learner, certificate
):
    response = client_of(hr).get(reverse("courses:person", args=[learner.pk]))

    page = response.content.decode()
    assert certificate.grouped_number in page
    assert "92.5" in page
    entry = AuditEntry.objects.get(action="person.read")
    assert (entry.actor, entry.person) == (hr, learner)


def test_a_manager_cannot_open_somebody_elses_people(client_of, manager, outsider):
    response = client_of(manager).get(reverse("courses:person", args=[outsider.pk]))

    assert response.status_code == 404
    assert not AuditEntry.objects.filter(action="person.read").exists()


def test_a_person_costs_the_same_with_one_attempt_and_with_many(
    client_of, hr, learner, enrolment, grade, now, django_assert_max_num_queries
):
    client = client_of(hr)
    url = reverse("courses:person", args=[learner.pk])
    grade(learner, "50", passed=False)
    client.get(url)  # from here on the course's steps are known
    with django_assert_max_num_queries(16) as few:
        client.get(url)
    for number in range(2, 8):
        at = now + timedelta(hours=number)
        grade(learner, "50", passed=False, number=number, started_at=at)

    with django_assert_max_num_queries(16) as many:
        client.get(url)

    assert len(many) == len(few)


def test_a_course_that_was_taken_down_is_still_reported(
    client_of, hr, learner, enrolment, course
):
    course.unpublish()

    page = client_of(hr).get(PEOPLE, {"q": "学员"})

    assert page.status_code == 200
    assert [row.name for row in page.context["rows"]] == ["学员"]
