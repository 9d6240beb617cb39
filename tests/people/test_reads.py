"""Each look at somebody else's results is noted, once, and by what right."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people import access, audit
from people.models import AuditEntry, ResultRead
from people.queries.reads import reads_by_month, reads_in_past_year
from people.queries.reasons import capacities, reasons_to_see, why_this_page
from tests.factories.people import UserFactory


def look(viewer, person, now, action="person.read"):
    audit.record_read(action=action, viewer=viewer, person=person, now=now)


@pytest.fixture
def above(manager):
    """The manager's own manager."""
    above = UserFactory(name="总监")
    manager.line_manager = above
    manager.save(update_fields=["line_manager"])
    return above


def test_a_look_is_an_entry_and_a_read_of_the_person(manager, learner, now):
    look(manager, learner, now)

    read = ResultRead.objects.get()
    assert (read.person, read.kind, read.capacity) == (
        learner,
        "opened",
        "line_manager",
    )
    assert (read.entry.actor, read.entry.action) == (manager, "person.read")
    assert read.at == read.entry.at == now


def test_nobody_reads_about_themselves(learner, now):
    look(learner, learner, now)

    assert not AuditEntry.objects.filter(action="person.read").exists()


@pytest.mark.parametrize(("seconds", "expected"), [(0, 1), (59, 1), (60, 2)])
def test_a_second_look_within_a_minute_is_the_same_look(
    manager, learner, now, seconds, expected
):
    look(manager, learner, now)
    look(manager, learner, now + timedelta(seconds=seconds))

    assert ResultRead.objects.count() == expected


def test_another_reader_page_or_person_is_another_look(manager, learner, hr, now):
    other = UserFactory(line_manager=manager)
    look(manager, learner, now)

    look(hr, learner, now)
    look(manager, learner, now, action="result.read")
    look(manager, other, now)

    assert ResultRead.objects.count() == 4


def test_a_list_counts_for_everybody_on_it_but_the_reader(manager, learner, hr, now):
    people = [manager.pk, learner.pk, hr.pk]

    for _ in range(2):
        audit.record_list(action="results.listed", viewer=hr, people=people, now=now)

    reads = ResultRead.objects.order_by("person")
    assert {read.person for read in reads} == {manager, learner}
    assert {(read.kind, read.capacity) for read in reads} == {("listed", "hr")}


def test_every_exported_file_counts(hr, learner, now):
    for _ in range(2):
        audit.record_export(
            action="results.exported", viewer=hr, people=[learner.pk], now=now
        )

    assert ResultRead.objects.filter(kind="exported").count() == 2


def test_the_nearest_right_is_the_one_that_counts(
    above, manager, learner, hr, administrator
):
    below_hr = UserFactory(line_manager=hr)

    assert capacities(manager, [learner.pk]) == {learner.pk: "line_manager"}
    assert capacities(above, [learner.pk]) == {learner.pk: "manager_above"}
    assert capacities(administrator, [learner.pk]) == {learner.pk: "administrator"}
    assert capacities(hr, [learner.pk, below_hr.pk]) == {
        learner.pk: "hr",
        below_hr.pk: "line_manager",
    }


def test_the_reason_names_the_managers_between(above, manager, learner):
    (reason,) = reasons_to_see(above, learner)

    assert (reason.capacity, reason.via) == ("manager_above", ("主管",))
    assert "主管" in why_this_page(above, learner)


def test_who_may_not_see_somebody_has_no_reason(learner, outsider, trainer, above):
    assert reasons_to_see(outsider, learner) == []
    assert reasons_to_see(trainer, learner) == []
    assert reasons_to_see(learner, above) == []
    assert why_this_page(learner, learner) == ""


def test_there_is_a_reason_exactly_where_there_is_a_right(
    above, manager, learner, outsider, trainer, hr, administrator
):
    everybody = [above, manager, learner, outsider, trainer, hr, administrator]

    for viewer in everybody:
        seen = set(access.visible_people(viewer))
        with_reason = {p for p in everybody if reasons_to_see(viewer, p)}

        assert with_reason == seen & set(everybody)


def test_a_circle_among_managers_has_an_end(manager, learner):
    manager.line_manager = learner
    manager.save(update_fields=["line_manager"])

    assert [r.capacity for r in reasons_to_see(manager, learner)] == ["line_manager"]


def test_a_reason_costs_one_query_beside_the_roles(
    above, learner, django_assert_num_queries
):
    with django_assert_num_queries(2):
        reasons_to_see(above, learner)


def test_the_year_is_counted_by_month_and_right(manager, hr, learner, now):
    look(manager, learner, now)
    look(hr, learner, now)
    look(hr, learner, now - timedelta(days=40))
    look(hr, learner, now - timedelta(days=366))

    year = reads_by_month(learner, now=now)

    assert [(f"{m.month:%Y-%m}", m.counts) for m in year.months] == [
        ("2026-03", [1, 0, 1, 0]),
        ("2026-01", [0, 0, 1, 0]),
    ]
    assert year.total == reads_in_past_year(learner, now=now) == 3


def test_a_read_cannot_be_rewritten(manager, learner, hr, now):
    look(manager, learner, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        ResultRead.objects.update(person=hr)


@pytest.mark.parametrize(
    "wrong", [{"capacity": "friend"}, {"kind": "guessed"}], ids=str
)
def test_right_and_kind_are_of_those_known(manager, learner, now, wrong):
    entry = audit.record(action="person.read", actor=manager, now=now)
    fields = {"capacity": "hr", "kind": "opened"} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        ResultRead.objects.create(entry=entry, person=learner, at=now, **fields)
