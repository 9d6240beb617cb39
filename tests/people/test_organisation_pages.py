"""The chart, a department's line, a person's posts, and the forms that change them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Department, Membership, User
from people.services import memberships
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory


@pytest.fixture
def team(db, now):
    """A department under another one, with a head from above and two agents."""
    centre = DepartmentFactory(name="客服中心")
    desk = DepartmentFactory(name="热线一组", parent=centre)
    post = PostFactory(level="supervisor")

    def join(name, manager, department):
        person = UserFactory(name=name)
        memberships.join(
            person=person,
            department=department,
            post=post,
            line_manager=manager,
            active_from=date(2026, 1, 5),
            actor=None,
            now=now,
        )
        return person

    boss = join("总监", None, centre)
    head = join("班长", boss, desk)
    agents = [join(f"坐席{n}", head, desk) for n in (1, 2)]
    return {
        "centre": centre,
        "desk": desk,
        "head": head,
        "agents": agents,
        "join": join,
    }


def test_the_chart_counts_people_and_names_heads(client_of, learner, team):
    page = client_of(learner).get(reverse("organisation:chart"))

    [centre] = page.context["boxes"]
    [desk] = centre.below
    assert (centre.own, centre.total, desk.total) == (1, 4, 3)
    assert [head.name for head in desk.heads] == ["班长"]
    assert page.context["warnings"] is None


def test_only_hr_is_warned_of_spans_and_of_managers_who_left(client_of, hr, team):
    User.objects.filter(pk=team["head"].pk).update(is_active=False)

    warnings = client_of(hr).get(reverse("organisation:chart")).context["warnings"]

    assert [w.person.name for w in warnings.spans] == []
    assert {person.name for person in warnings.orphans} == {"坐席1", "坐席2"}
    User.objects.filter(pk=team["head"].pk).update(is_active=True)
    again = client_of(hr).get(reverse("organisation:chart")).context["warnings"]
    assert [w.person.name for w in again.spans] == ["总监", "班长"]


def test_a_department_shows_its_line(client_of, learner, team):
    url = reverse("organisation:department", args=[team["desk"].pk])

    page = client_of(learner).get(url).context["page"]

    [head] = page.lines
    assert head.person == team["head"]
    assert [node.person for node in head.below] == team["agents"]
    assert [boss.name for boss in page.led_from_outside] == ["总监"]


@pytest.mark.parametrize("name", ["chart", "department"])
def test_more_people_and_departments_cost_no_more_queries(
    client_of,
    learner,
    team,
    name,
    django_assert_max_num_queries,
    django_assert_num_queries,
):
    args = [team["desk"].pk] if name == "department" else []
    url, client = reverse(f"organisation:{name}", args=args), client_of(learner)
    # One department that is led from elsewhere is there from the start.
    here = Department.objects.get(pk=team["desk"].pk)
    team["join"]("组员", team["head"], DepartmentFactory(parent=here))
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for n in range(5):
        here = Department.objects.get(pk=team["desk"].pk)
        below = DepartmentFactory(parent=here)
        team["join"](f"新人{n}", team["head"], team["desk"])
        team["join"](f"组员{n}", team["head"], below)

    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_person_page_costs_the_same_with_more_posts(
    client_of, hr, team, django_assert_num_queries, django_assert_max_num_queries
):
    agent = team["agents"][0]
    url, client = reverse("organisation:person", args=[agent.pk]), client_of(hr)
    client.get(url)
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    for n in range(5):
        Membership.objects.create(
            person=agent,
            department=team["centre"],
            post=PostFactory(),
            is_primary=False,
            active_from=date(2026, 2, n + 1),
            active_until=date(2026, 2, n + 2),
        )

    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_transfer_through_the_form(client_of, hr, team):
    agent, day = team["agents"][0], timezone.localdate() + timedelta(days=3)
    url = reverse("organisation:transfer", args=[agent.pk])

    response = client_of(hr).post(
        url,
        {
            "department": team["centre"].pk,
            "post": agent.post_id,
            "line_manager": "总监",
            "active_from": day.isoformat(),
        },
    )

    assert response.status_code == 302
    planned = agent.memberships.get(active_until=None)
    assert (planned.department, planned.active_from) == (team["centre"], day)
    agent.refresh_from_db()
    assert agent.department == team["desk"]


def test_a_refused_transfer_keeps_what_was_typed(client_of, hr, team):
    head, agent = team["head"], team["agents"][0]
    url = reverse("organisation:transfer", args=[head.pk])

    response = client_of(hr).post(
        url,
        {
            "department": team["desk"].pk,
            "post": head.post_id,
            "line_manager": agent.employee_number,
            "active_from": "2026-03-01",
        },
    )

    form = response.context["form"]
    assert list(form.errors) == ["line_manager"]
    assert agent.employee_number in response.content.decode()
    assert head.memberships.count() == 1


def test_leaving_with_reports_asks_for_who_follows(client_of, hr, team):
    head, url = team["head"], reverse("organisation:leave", args=[team["head"].pk])
    client, typed = client_of(hr), {"active_until": "2026-03-01", "reason": "辞职"}

    refused = client.post(url, typed)
    done = client.post(url, typed | {"successor": "坐席1"})

    assert "successor" in refused.context["form"].errors
    assert done.status_code == 302
    head.refresh_from_db()
    second = team["agents"][1]
    second.refresh_from_db()
    assert not head.is_active
    assert second.line_manager == team["agents"][0]


def test_a_name_that_two_people_have_asks_for_the_number(client_of, hr, team):
    twin = UserFactory(name="班长")
    agent = team["agents"][0]

    response = client_of(hr).post(
        reverse("organisation:transfer", args=[agent.pk]),
        {
            "department": team["desk"].pk,
            "post": agent.post_id,
            "line_manager": "班长",
            "active_from": "2026-03-01",
        },
    )

    [error] = response.context["form"].errors["line_manager"]
    assert twin.employee_number in error


def test_the_page_tells_who_was_line_manager_on_a_day(client_of, team, now):
    agent, head = team["agents"][0], team["head"]
    memberships.move(
        person=agent,
        department=team["centre"],
        post=agent.post,
        line_manager=head.line_manager,
        active_from=date(2026, 2, 1),
        actor=None,
        now=now,
    )
    client, url = client_of(agent), reverse("organisation:person", args=[agent.pk])

    before = client.get(url, {"on": "2026-01-31"}).context["page"]
    after = client.get(url, {"on": "2026-02-01"}).context["page"]
    never = client.get(url, {"on": "2025-01-01"}).context["page"]

    assert before.manager_on_day == head
    assert after.manager_on_day.name == "总监"
    assert (never.manager_on_day, never.on_day) == (None, [])


def test_probation_ends_within_thirty_days_are_listed(client_of, team, hr):
    today = timezone.localdate()
    ends = {"坐席1": 30, "坐席2": 31, "班长": -1}
    for name, days in ends.items():
        day = today + timedelta(days=days)
        User.objects.filter(name=name).update(probation_ends_on=day)

    listed = client_of(hr).get(reverse("organisation:probation")).context["page_obj"]
    by_head = client_of(team["head"]).get(reverse("organisation:probation"))

    assert [person.name for person in listed] == ["坐席1"]
    assert [person.name for person in by_head.context["page_obj"]] == ["坐席1"]


def test_probation_before_the_hiring_date_is_refused(client_of, hr, team):
    agent = team["agents"][0]
    url = reverse("organisation:set_probation", args=[agent.pk])

    response = client_of(hr).post(url, {"ends_on": "2026-01-04"})

    agent.refresh_from_db()
    assert list(response.context["form"].errors) == ["ends_on"]
    assert agent.probation_ends_on is None
