"""The demo company comes in once and stays as people left it."""

from people.models import Department, Membership, Post, User
from people.queries import organisation
from people.services import competencies, demo_company


def test_sixty_people_come_in_with_their_posts_and_managers(db, now):
    made = demo_company.bring_in(company=demo_company.read(), now=now)

    new_hire = User.objects.get(name="林小雨")
    assert made == 60
    assert new_hire.line_manager.name == "韩秋萍"
    assert new_hire.department.get_parent().key == "hotline"
    assert Membership.objects.primary().open().count() == 60


def test_the_company_has_moved_people_a_returner_and_a_second_post(db, now):
    demo_company.bring_in(company=demo_company.read(), now=now)

    assert User.objects.get(name="钱佳慧").memberships.count() == 2
    assert Membership.objects.second().get().person.name == "白舒然"
    away = User.objects.get(name="章思颖").memberships.order_by("active_from")[0]
    assert away.active_until < User.objects.get(name="章思颖").hired_on
    planned = Membership.objects.planned(now.date()).filter(applied_at=None)
    assert planned.filter(person__name="施雨晴").exists()


def test_one_manager_of_the_company_leads_too_few(db, now):
    demo_company.bring_in(company=demo_company.read(), now=now)

    [warning] = organisation.warnings().spans

    assert (warning.person.name, warning.reports) == ("马成林", 2)


def test_posts_of_the_company_ask_for_the_starter_competencies(db, now):
    competencies.load(starter=competencies.read(), now=now)
    demo_company.bring_in(company=demo_company.read(), now=now)

    assert Post.objects.get(key="hotline-agent").requirements.count() == 9


def test_a_second_time_brings_nobody_and_overwrites_nothing(db, now):
    demo_company.bring_in(company=demo_company.read(), now=now)
    User.objects.filter(name="林小雨").update(phone="13800000000")

    made = demo_company.bring_in(company=demo_company.read(), now=now)

    assert made == 0
    assert User.objects.get(name="林小雨").phone == "13800000000"
    assert Department.objects.count() == 14
