"""Who may stand under whom, second posts, and what leaving asks for."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from people.models import Membership
from people.queries.memberships import line_manager_on, memberships_on
from people.services import lines, memberships, second_posts
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory

START, LATER = date(2026, 1, 5), date(2026, 4, 1)


@pytest.fixture
def place(db):
    return {"department": DepartmentFactory(), "post": PostFactory()}


@pytest.fixture
def who(hr, now):
    return {"actor": hr, "now": now}


@pytest.fixture
def join(place, who):
    def joined(name, manager=None, active_from=START):
        person = UserFactory(name=name)
        memberships.join(
            person=person,
            line_manager=manager,
            active_from=active_from,
            **place,
            **who,
        )
        return person

    return joined


def why(caught):
    return caught.value.why


def test_a_circle_is_refused_even_if_it_would_close_only_later(join, place, who):
    boss, agent, other = join("甲"), join("乙"), join("丙")
    memberships.move(
        person=other, line_manager=agent, active_from=LATER, **place, **who
    )

    with pytest.raises(lines.LineRefused) as caught:
        memberships.move(
            person=agent,
            line_manager=other,
            active_from=date(2026, 2, 1),
            **place,
            **who,
        )

    assert why(caught) == lines.Why.CIRCLE
    assert agent.memberships.count() == 1
    memberships.move(person=agent, line_manager=boss, active_from=LATER, **place, **who)


def test_whoever_has_left_by_then_leads_nobody(join, place, who):
    gone, agent = join("甲"), join("乙")
    memberships.leave(person=gone, active_until=LATER, reason="", **who)

    with pytest.raises(lines.LineRefused) as caught:
        memberships.move(
            person=agent, line_manager=gone, active_from=LATER, **place, **who
        )
    memberships.move(
        person=agent,
        line_manager=gone,
        active_from=date(2026, 3, 1),
        **place,
        **who,
    )

    assert why(caught) == lines.Why.HAS_LEFT
    assert line_manager_on(agent, date(2026, 3, 31)) == gone


def test_nobody_is_their_own_line_manager(join, place, who):
    agent = join("甲")

    with pytest.raises(lines.LineRefused) as caught:
        memberships.move(
            person=agent, line_manager=agent, active_from=LATER, **place, **who
        )

    assert why(caught) == lines.Why.THEMSELVES


def test_a_transfer_before_the_present_post_began_is_refused(join, place, who):
    agent = join("甲")

    with pytest.raises(memberships.TooEarly) as caught:
        memberships.move(
            person=agent,
            line_manager=None,
            active_from=date(2026, 1, 4),
            **place,
            **who,
        )

    assert caught.value.earliest == START
    assert agent.memberships.count() == 1


def test_a_transfer_on_the_very_first_day_corrects_the_post(join, place, who):
    agent, other = join("甲"), DepartmentFactory()

    memberships.move(
        person=agent,
        department=other,
        post=place["post"],
        line_manager=None,
        active_from=START,
        **who,
    )

    assert agent.memberships.get().department == other


def test_the_database_refuses_primary_posts_that_overlap(join, place):
    agent = join("甲")
    Membership.objects.filter(person=agent).update(active_until=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=agent, active_from=date(2026, 3, 31), **place)
    Membership.objects.create(person=agent, active_from=LATER, **place)
    with pytest.raises(IntegrityError), transaction.atomic():
        agent.memberships.filter(active_from=START).update(active_until=None)


def test_the_database_lets_a_second_post_overlap(join, place):
    agent = join("甲")

    Membership.objects.create(
        person=agent, is_primary=False, active_from=START, **place
    )

    assert agent.memberships.count() == 2


def test_leaving_asks_who_leads_the_reports(join, who):
    boss = join("甲")
    agent = join("乙", manager=boss)

    with pytest.raises(memberships.HasReports):
        memberships.leave(
            person=boss, active_until=LATER, reason="", keeps_reports=False, **who
        )

    assert boss.memberships.get().active_until is None
    assert agent.memberships.count() == 1


def test_reports_go_to_the_successor_on_the_day_of_leaving(join, who):
    top = join("总")
    boss = join("甲", manager=top)
    first, second = join("乙", manager=boss), join("丙", manager=boss)

    memberships.leave(
        person=boss, active_until=LATER, reason="退休", successor=first, **who
    )

    assert line_manager_on(second, date(2026, 3, 31)) == boss
    assert line_manager_on(second, LATER) == first
    # The successor was a report: from then on one step further up.
    assert line_manager_on(first, LATER) == top
    second.refresh_from_db()
    assert second.line_manager == boss


def test_a_second_post_stands_beside_the_first(join, place, who):
    agent, other = join("甲"), PostFactory()

    second_posts.add(
        person=agent,
        department=place["department"],
        post=other,
        line_manager=None,
        active_from=date(2026, 2, 1),
        active_until=LATER,
        **who,
    )

    on_the_day = memberships_on(agent, date(2026, 3, 31))
    assert [m.post for m in on_the_day] == [place["post"], other]
    assert len(memberships_on(agent, LATER)) == 1
    agent.refresh_from_db()
    assert agent.post == place["post"]


def test_the_same_second_post_twice_is_refused(join, place, who):
    agent = join("甲")
    again = {
        "person": agent,
        "department": place["department"],
        "post": PostFactory(),
        "line_manager": None,
        "active_until": None,
    }
    second_posts.add(active_from=START, **again, **who)

    with pytest.raises(memberships.Overlap):
        second_posts.add(active_from=LATER, **again, **who)

    assert agent.memberships.second().count() == 1


def test_leaving_ends_second_posts_and_takes_back_those_to_come(join, place, who):
    agent = join("甲")
    for post, start in ((PostFactory(), START), (PostFactory(), date(2026, 5, 1))):
        second_posts.add(
            person=agent,
            department=place["department"],
            post=post,
            line_manager=None,
            active_from=start,
            active_until=None,
            **who,
        )

    memberships.leave(person=agent, active_until=LATER, reason="", **who)

    assert agent.memberships.second().get().active_until == LATER


def test_coming_back_keeps_the_old_memberships(join, place, who):
    agent = join("甲")
    memberships.leave(person=agent, active_until=date(2026, 2, 1), reason="", **who)

    memberships.come_back(
        person=agent,
        line_manager=None,
        active_from=date(2026, 3, 1),
        probation_ends_on=date(2026, 5, 31),
        **place,
        **who,
    )

    agent.refresh_from_db()
    assert agent.is_active
    assert agent.hired_on == date(2026, 3, 1)
    assert agent.probation_ends_on == date(2026, 5, 31)
    assert agent.memberships.count() == 2
    assert memberships_on(agent, date(2026, 2, 15)) == []


def test_coming_back_before_having_left_is_refused(join, place, who):
    agent = join("甲")

    with pytest.raises(memberships.Overlap):
        memberships.come_back(
            person=agent, line_manager=None, active_from=LATER, **place, **who
        )

    assert agent.memberships.count() == 1
