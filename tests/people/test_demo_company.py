"""The demo company comes in once and stays as people left it."""

from people.models import Department, Membership, User
from people.services import demo_company


def test_sixty_people_come_in_with_their_posts_and_managers(db, now):
    made = demo_company.bring_in(company=demo_company.read(), now=now)

    new_hire = User.objects.get(name="林小雨")
    assert made == 60
    assert new_hire.line_manager.name == "韩秋萍"
    assert new_hire.department.get_parent().key == "hotline"
    assert Membership.objects.filter(active_until=None).count() == 60


def test_a_second_time_brings_nobody_and_overwrites_nothing(db, now):
    demo_company.bring_in(company=demo_company.read(), now=now)
    User.objects.filter(name="林小雨").update(phone="13800000000")

    made = demo_company.bring_in(company=demo_company.read(), now=now)

    assert made == 0
    assert User.objects.get(name="林小雨").phone == "13800000000"
    assert Department.objects.count() == 14
