"""The content the academy comes with loads, and loads again without a change."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage, Enrolment, EntryPage
from people.models import User
from quizzes.models import Question, Quiz
from quizzes.services import starter


def load(*options):
    out = StringIO()
    call_command("load_starter", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_eighty_entries_come_in_and_eight_are_live(db):
    report = load()

    assert report["errors"] == []
    assert EntryPage.objects.count() == 80
    live = EntryPage.objects.live().order_by("number").values_list("number", flat=True)
    assert list(live) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_bank_fills_the_quiz_of_the_course(db):
    load()

    assert Question.objects.count() >= 30
    assert Quiz.objects.get(key="onboarding").is_open
    assert CoursePage.objects.live().count() == 1


def test_a_second_load_changes_nothing(db):
    first = load()

    second = load()

    assert second["created"] == second["updated"] == 0
    assert second["unchanged"] == first["created"]


def test_a_broken_file_stops_everything(db, tmp_path, monkeypatch):
    (tmp_path / "banks").mkdir()
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "banks" / "broken.yaml").write_text("bank: {key: broken\n")
    parse = starter.parse
    monkeypatch.setattr(starter, "parse", lambda: parse(tmp_path))

    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_starter", stdout=StringIO())

    assert not Quiz.objects.exists()
    assert not EntryPage.objects.exists()


def test_the_demo_company_has_lived_a_little(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load()

    call_command("seed_demo", verbosity=0)
    call_command("seed_demo", verbosity=0)

    enrolled = Enrolment.objects.all()
    assert enrolled.count() == 15
    assert enrolled.certified().count() == 5
    assert not User.objects.get(name="林小雨").enrolments.certified().exists()


def test_demo_passwords_are_random_and_kept_for_their_owner(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    load()
    call_command("seed_demo", verbosity=0)

    file = tmp_path / "demo-sign-ins.json"
    known = json.loads(file.read_text())

    assert len({row["password"] for row in known.values()}) == len(known) == 7
    assert file.stat().st_mode & 0o777 == 0o600
    new_hire = User.objects.get(employee_number=known["new_hire"]["number"])
    assert new_hire.check_password(known["new_hire"]["password"])
