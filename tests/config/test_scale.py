"""seed_scale makes what it says, once, and only among people that never were."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import scale
from courses.models import Enrolment, StepEvent
from people.models import Membership, User
from people.services import demo_company
from quizzes.models import Attempt, Item, Marking, Response
from quizzes.rules import grading
from quizzes.rules.grading import MarkedItem, Outcome
from tests.factories.people import UserFactory


@pytest.fixture
def company(db):
    call_command("load_starter", verbosity=0)
    demo_company.bring_in(company=demo_company.read(), now=timezone.now())


def seed(people, attempts):
    out = StringIO()
    call_command("seed_scale", people=people, attempts=attempts, stdout=out)
    return out.getvalue()


def test_people_sit_the_quiz_and_each_grade_follows_from_its_markings(company):
    said = seed(30, 45)

    assert "people 30, enrolments 27, attempts 45" in said
    assert User.objects.filter(employee_number__startswith="SCALE").count() == 30
    assert Membership.objects.filter(person__name__startswith="员工").count() == 30
    assert Attempt.objects.count() == 45
    assert Item.objects.count() == Response.objects.count() == Marking.objects.count()
    assert Item.objects.count() == 45 * 15
    for attempt in Attempt.objects.all():
        marked = [
            MarkedItem(
                max_mark=marking.item.max_mark,
                outcome=Outcome(marking.outcome),
                fraction=marking.fraction,
            )
            for marking in Marking.objects.filter(item__attempt=attempt).select_related(
                "item"
            )
        ]
        assert attempt.grade == grading.grade(marked)
    assert StepEvent.objects.filter(attempt__isnull=False).exists()


def test_again_adds_only_what_is_missing(company):
    seed(10, 12)
    before = set(Attempt.objects.values_list("pk", flat=True))

    assert "people 0, enrolments 0, attempts 0" in seed(10, 12)
    assert "people 5, enrolments" in seed(15, 20)

    assert Attempt.objects.count() == 20
    assert before < set(Attempt.objects.values_list("pk", flat=True))
    assert (
        Enrolment.objects.count()
        == Enrolment.objects.values("person").distinct().count()
    )


def test_among_real_people_it_refuses_and_writes_nothing(company):
    UserFactory(employee_number="A1001")

    with pytest.raises(CommandError, match="1 people here"):
        seed(10, 10)

    assert scale._scale_people().count() == 0


def test_without_content_there_is_nothing_to_grow(db):
    with pytest.raises(CommandError, match="load_starter"):
        seed(10, 10)
