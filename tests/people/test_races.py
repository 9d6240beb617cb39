"""Two browsers with one code, two tables with one number: one of them wins."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction

from people.imports.checking import check
from people.models import Membership, User
from people.services import importing, sign_in_codes
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory
from tests.people.tables import someone, table
from tests.quizzes.test_races import race

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has one writer at a time; the race needs row locks",
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_of_two_browsers_with_one_code_one_gets_in(now):
    hr = UserFactory()
    person = UserFactory(employee_number="QH0900", password=None)
    sheet = sign_in_codes.ask_for_sheet(people_ids=[person.pk], by=hr, now=now)
    codes = sign_in_codes.make_codes(sheet=sheet, people=[person], by=hr, now=now)

    def enter():
        return sign_in_codes.use(number="QH0900", code=codes[person.pk], now=now)

    entered = race(enter, enter, enter)

    assert sorted(person is not None for person in entered) == [False, False, True]


def test_of_two_sheets_printed_at_once_one_code_stays_good(now):
    hr = UserFactory()
    person = UserFactory(password=None)
    sheet = sign_in_codes.ask_for_sheet(people_ids=[person.pk], by=hr, now=now)

    def make():
        return sign_in_codes.make_codes(sheet=sheet, people=[person], by=hr, now=now)

    made = race(make, make)

    assert all(isinstance(codes, dict) for codes in made)
    assert person.sign_in_codes.unused().count() == 1


def test_of_two_imports_of_the_same_people_one_is_written(now):
    DepartmentFactory(name="热线中心")
    PostFactory(name="热线客服员")
    content = table(*[someone(f"QH09{n:02}") for n in range(50)]).getvalue

    def bring_in():
        plan = check(BytesIO(content()), name="x.xlsx", today=date(2026, 3, 2))
        with transaction.atomic():
            importing.write(
                plan=plan,
                ready=importing.prepare(plan),
                actor=None,
                reason="",
                now=now,
            )
        return plan.report.counts

    outcomes = race(bring_in, bring_in)

    lost = [o for o in outcomes if isinstance(o, Exception)]
    assert all(isinstance(o, IntegrityError | importing.DirectoryChanged) for o in lost)
    assert User.objects.filter(employee_number__startswith="QH09").count() == 50
    assert Membership.objects.count() == 50
