"""A prepared query answers as the queryset it was made from, for any values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from people.prepared import NotPreparable, Prepared
from tests.factories.people import UserFactory


def test_it_returns_what_the_queryset_returns_for_each_value(manager, learner):
    reports = Prepared(
        lambda manager: User.objects.filter(line_manager=manager).select_related(
            "line_manager"
        )
    )

    assert reports(manager=manager.pk) == [learner]
    assert reports(manager=manager.pk)[0].line_manager == manager
    assert reports(manager=learner.pk) == []


def test_rows_that_came_later_are_found(manager):
    names = Prepared(
        lambda manager: (
            User.objects.filter(line_manager=manager)
            .order_by("name")
            .values_list("name", "is_active")
        )
    )
    assert names(manager=manager.pk) == []

    UserFactory(name="乙", line_manager=manager, is_active=False)
    UserFactory(name="丙", line_manager=manager)

    assert sorted(names(manager=manager.pk)) == [("丙", True), ("乙", False)]


def test_it_asks_the_database_once_each_time_and_counts_as_a_query(learner):
    people = Prepared(lambda pk: User.objects.filter(pk=pk))
    people(pk=learner.pk)

    with CaptureQueriesContext(connection) as captured:
        people(pk=learner.pk)
        people(pk=learner.pk)

    assert len(captured) == 2


def test_a_number_that_is_larger_than_any_key_finds_nothing(learner):
    people = Prepared(lambda pk: User.objects.filter(pk=pk))

    assert people(pk=10**40) == []


def test_a_value_that_does_not_reach_the_sql_is_refused(db):
    # The query would be kept with the value it was first asked with.
    people = Prepared(lambda pk: User.objects.filter(pk=pk + 1))

    with pytest.raises(NotPreparable, match="pk"):
        people(pk=1)
