"""Everything held about a person is shown and exported to them, and to nobody else."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from people.models import AuditEntry, ResultRead, User
from people.personal_data.contract import contributions, sections
from people.services import personal_data as service
from tests.access.world import build_world
from tests.factories.people import UserFactory

OVERVIEW, EXPORT = "/my-data/", "/my-data/export/"
# Keys of data.json; once released they stay.
KEYS = [
    "account",
    "posts",
    "roles",
    "sessions",
    "failed_sign_ins",
    "sign_in_codes",
    "notices",
    "jobs",
    "imports",
    "page_edits",
    "other_edits",
    "reads",
    "acts_on_you",
    "own_acts",
    "notifications",
    "mails",
    "notification_settings",
    "known_devices",
    "enrolments",
    "progress",
    "readings",
    "bookmarks",
    "certificates",
    "attempts",
    "answers",
    "markings",
]


@pytest.fixture
def world(learner, outsider, manager, hr, now):
    people = {"learner": learner, "outsider": outsider, "manager": manager, "hr": hr}
    return build_world(people=people, now=now)


def relations_to_people():
    """Every column of every model that points at a person, as "app.model.field"."""
    for model in apps.get_models(include_auto_created=True):
        # Inherited columns belong to the model they are in.
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if field.is_relation and field.related_model is User:
                yield f"{model._meta.label_lower}.{field.name}"


def test_every_relation_to_a_person_is_in_a_section_or_excluded_for_a_reason():
    covered = {name for section in sections() for name in section.covers}
    excluded = {
        name: why for data in contributions() for name, why in data.excluded.items()
    }
    found = set(relations_to_people())

    forgotten = found - covered - set(excluded)
    assert not forgotten, "add it to a section's `covers` or to `excluded`"
    assert all(excluded.values())
    assert covered.isdisjoint(excluded)


def test_the_keys_of_the_export_stay():
    assert [section.key for section in sections()][: len(KEYS)] == KEYS


def test_the_overview_counts_what_there_is_in_few_queries(
    world, client_of, learner, manager
):
    client = client_of(learner)
    client.get(OVERVIEW)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(OVERVIEW)

    lines = [*page.context["held"], *page.context["empty"]]
    counts = {line.section.key: line.count for line in lines}
    assert counts["attempts"] == 2
    assert counts["certificates"] == counts["enrolments"] == counts["account"] == 1
    assert counts["imports"] == 0
    assert len(captured) <= 8


@pytest.mark.parametrize("key", KEYS)
def test_every_section_has_a_page_of_constant_queries(key, world, client_of, learner):
    client = client_of(learner)
    url = reverse("my_data:section", args=[key])
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(url)

    assert page.status_code == 200
    assert len(captured) <= 7


def test_no_page_shows_somebody_elses_rows(world, client_of, outsider):
    page = client_of(outsider).get(reverse("my_data:section", args=["attempts"]))

    assert page.context["shown"].rows == []


def opened(response):
    archive = ZipFile(BytesIO(response.content))
    book = load_workbook(BytesIO(archive.read("data.xlsx")))
    return json.loads(archive.read("data.json")), book


def test_one_click_gives_everything_as_json_and_excel(world, client_of, learner):
    response = client_of(learner).post(EXPORT)

    data, book = opened(response)
    assert data["format_version"] == 1
    assert data["employee_number"] == learner.employee_number
    assert [*data["sections"]][: len(KEYS)] == KEYS
    grades = {a["grade"] for a in data["sections"]["attempts"]}
    assert grades == {"100.00", None}
    assert len(data["sections"]["answers"]) == 1
    assert len(book.sheetnames) >= 8
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.get(action="my_data.exported").person == learner


def test_the_export_names_nobody_who_looked_and_holds_no_code(
    world, client_of, hr, learner
):
    client_of(hr).get(reverse("courses:person", args=[learner.pk]))
    hr.refresh_from_db()

    data, _ = opened(client_of(learner).post(EXPORT))

    text = json.dumps(data, ensure_ascii=False)
    assert [read["capacity"] for read in data["sections"]["reads"]] == ["hr"]
    assert hr.employee_number not in text
    assert "hash" not in text


def test_a_sixth_export_within_the_hour_is_refused(world, client_of, learner):
    client = client_of(learner)
    for _ in range(service.MOST_PER_HOUR):
        assert client.post(EXPORT).status_code == 200

    assert client.post(EXPORT).status_code == 302
    exports = AuditEntry.objects.filter(action="my_data.exported")
    assert exports.count() == service.MOST_PER_HOUR


def test_hr_exports_for_somebody_with_a_reason_which_the_person_sees(
    world, client_of, hr, learner
):
    url = reverse("my_data:export_of", args=[learner.pk])

    refused = client_of(hr).post(url, {"reason": ""})
    response = client_of(hr).post(url, {"reason": "本人书面申请"})

    assert refused.context["form"].errors["reason"]
    data, _ = opened(response)
    assert data["employee_number"] == learner.employee_number
    entry = AuditEntry.objects.get(action="personal_data.exported")
    assert (entry.actor, entry.person, entry.reason) == (hr, learner, "本人书面申请")
    assert ResultRead.objects.get(person=learner).kind == "exported"


def test_a_name_that_looks_like_a_formula_is_text(client_of, db):
    person = UserFactory(name="=1+1")

    _, book = opened(client_of(person).post(EXPORT))

    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)
