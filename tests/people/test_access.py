"""Who may see whom."""

import pytest
from django.http import Http404

from people import access
from people.models import Role
from people.services import roles
from tests.factories.people import UserFactory


def test_a_manager_sees_the_whole_line_below_and_nobody_else(
    manager, learner, outsider
):
    indirect = UserFactory(line_manager=learner)

    seen = set(access.visible_people(manager))

    assert seen == {learner, indirect}


def test_a_circle_among_managers_does_not_hang_or_show_oneself(manager, learner):
    manager.line_manager = learner
    manager.save(update_fields=["line_manager"])

    assert set(access.visible_people(manager)) == {learner}


def test_hr_sees_everybody(hr, learner, manager, outsider):
    assert {learner, manager, outsider} <= set(access.visible_people(hr))


@pytest.mark.parametrize("role", [Role.TRAINER, Role.REVIEWER, Role.APPROVER])
def test_editorial_roles_see_nobodys_results(role, learner, now):
    editor = UserFactory()
    roles.give(person=editor, role=role, actor=None, now=now)

    assert not access.visible_people(editor).exists()


def test_a_person_one_may_not_see_does_not_exist(manager, outsider):
    with pytest.raises(Http404):
        access.person_or_404(manager, outsider.pk)


def test_a_manager_is_whoever_has_active_reports(manager, learner, outsider):
    assert access.MANAGER in access.roles_of(manager)
    assert access.MANAGER not in access.roles_of(outsider)


def test_a_manager_whose_only_report_has_left_is_none_any_more(manager, learner):
    learner.is_active = False
    learner.save(update_fields=["is_active"])

    assert access.MANAGER not in access.roles_of(manager)


def test_roles_cost_one_query_however_often_they_are_asked(
    hr, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert access.has_role(hr, Role.HR)
        assert not access.has_role(hr, Role.TRAINER)
