"""Two accounts of one person: the former one is closed, nothing of it is moved."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import AuditEntry, SignInCode, User
from people.queries.memberships import line_manager_on
from people.rules.sign_in_codes import grouped
from people.services import lines, memberships, merging, sign_in_codes
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory

START = date(2026, 1, 5)


@pytest.fixture
def place(db):
    return {"department": DepartmentFactory(), "post": PostFactory()}


@pytest.fixture
def former(place, now):
    person = UserFactory(
        employee_number="OLD1",
        name="林小雨",
        email="lin@x.example",
        password="旧密码abc",
    )
    memberships.join(
        person=person,
        line_manager=None,
        active_from=START,
        actor=None,
        now=now,
        **place,
    )
    return person


@pytest.fixture
def kept(place, now):
    person = UserFactory(employee_number="NEW1", name="林小雨", password="新密码xyz")
    memberships.join(
        person=person,
        line_manager=None,
        active_from=date(2026, 2, 16),
        actor=None,
        now=now,
        **place,
    )
    return person


@pytest.fixture
def merge(former, kept, hr, now):
    def merged(**changes):
        given = {"former": former, "kept": kept, "reason": "重复建号"} | changes
        merging.merge(actor=hr, now=now, **given)
        former.refresh_from_db()
        kept.refresh_from_db()

    return merged


def test_the_former_account_is_closed_and_points_to_the_kept_one(
    merge, former, kept, hr
):
    merge()

    assert (former.merged_into, former.is_active) == (kept, False)
    assert kept.is_active
    assert (former.email, kept.email) == ("", "lin@x.example")
    entry = AuditEntry.objects.get(action="person.merged")
    assert (entry.actor, entry.person, entry.reason) == (hr, kept, "重复建号")
    assert entry.about_id == former.pk
    assert (entry.after["former"], entry.after["kept"]) == ("OLD1", "NEW1")


def sign_in(client, number, password):
    return client.post(
        reverse("account_login"), {"login": number, "password": password}
    )


def test_the_former_number_leads_to_the_kept_account(client, merge, kept):
    merge()

    sign_in(client, "old1", "新密码xyz")

    assert client.session["_auth_user_id"] == str(kept.pk)


def test_the_password_of_the_former_account_opens_nothing(client, merge):
    merge()

    sign_in(client, "OLD1", "旧密码abc")
    sign_in(client, "NEW1", "旧密码abc")

    assert "_auth_user_id" not in client.session


def test_a_session_of_the_former_account_ends(client, merge, former):
    sign_in(client, "OLD1", "旧密码abc")
    assert client.session["_auth_user_id"] == str(former.pk)

    merge()

    assert client.get(reverse("home")).status_code == 302


def test_a_sign_in_code_of_the_former_account_is_void(client, merge, former, hr, now):
    sheet = sign_in_codes.ask_for_sheet(people_ids=[former.pk], by=hr, now=now)
    codes = sign_in_codes.make_codes(sheet=sheet, people=[former], by=hr, now=now)

    merge()
    sign_in(client, "OLD1", grouped(codes[former.pk]))

    assert "_auth_user_id" not in client.session
    assert SignInCode.objects.get().voided_at == now


def test_lists_of_people_show_the_kept_account_alone(client_of, merge, hr):
    merge()

    page = client_of(hr).get(reverse("organisation:chart"))

    assert page.context["boxes"][0].total == 1


def test_whoever_reported_to_the_former_account_reports_to_the_kept_one(
    merge, former, kept, place, now
):
    report = UserFactory()
    memberships.join(
        person=report,
        line_manager=former,
        active_from=START,
        actor=None,
        now=now,
        **place,
    )

    merge()

    report.refresh_from_db()
    assert report.line_manager == kept
    assert line_manager_on(report, START) == kept
    assert report.memberships.get().line_manager == former


def test_a_circle_through_the_former_number_is_refused(merge, kept, former, place, now):
    report = UserFactory()
    memberships.join(
        person=report,
        line_manager=former,
        active_from=START,
        actor=None,
        now=now,
        **place,
    )
    merge()

    with pytest.raises(lines.LineRefused):
        memberships.move(
            person=kept,
            line_manager=report,
            active_from=date(2026, 4, 1),
            actor=None,
            now=now,
            **place,
        )


def test_the_posts_of_both_are_read_together(client_of, merge, kept, hr):
    merge()

    page = client_of(hr).get(reverse("organisation:person", args=[kept.pk]))

    stays = page.context["page"].stays
    assert [stay.former_number for stay in stays] == ["", "OLD1"]
    assert stays[1].membership.active_until == date(2026, 3, 2)


def test_what_is_refused_changes_nothing(former, kept, hr, now, place):
    left = UserFactory(is_active=False)
    boss = UserFactory()
    memberships.move(
        person=kept,
        line_manager=boss,
        active_from=date(2026, 2, 17),
        actor=None,
        now=now,
        **place,
    )
    for one, other, actor, why in (
        (kept, kept, hr, merging.SAME),
        (hr, kept, hr, merging.ONESELF),
        (former, left, hr, merging.NOT_IN_USE),
        (boss, kept, hr, merging.LEADS),
    ):
        with pytest.raises(merging.CannotBeMerged) as caught:
            merging.merge(former=one, kept=other, reason="x", actor=actor, now=now)
        assert caught.value.why == why

    assert not User.objects.exclude(merged_into=None).exists()
    assert not AuditEntry.objects.filter(action="person.merged").exists()


def test_an_account_is_merged_once_and_a_second_merge_follows_the_person(
    merge, former, kept, hr, now
):
    merge()
    with pytest.raises(merging.CannotBeMerged):
        merge()
    third = UserFactory()

    merging.merge(
        former=kept, kept=third, reason="又一次", actor=hr, now=now + timedelta(days=1)
    )

    former.refresh_from_db()
    assert former.merged_into == third


def test_hr_may_not_close_the_account_of_an_administrator(
    client_of, hr, kept, administrator
):
    response = client_of(hr).post(
        reverse("organisation:merge", args=[kept.pk]),
        {"former": administrator.employee_number, "reason": "重复"},
    )

    administrator.refresh_from_db()
    assert response.status_code == 200
    assert administrator.merged_into is None


def test_the_page_names_both_and_asks_for_a_reason(client_of, hr, former, kept):
    client, url = client_of(hr), reverse("organisation:merge", args=[kept.pk])

    page = client.get(url, {"former": "OLD1"}).content.decode()
    client.post(url, {"former": "OLD1", "reason": ""})
    former.refresh_from_db()
    without_reason = former.merged_into
    client.post(url, {"former": "OLD1", "reason": "重复建号"})

    former.refresh_from_db()
    assert "OLD1" in page and "NEW1" in page
    assert without_reason is None
    assert former.merged_into == kept


@pytest.mark.parametrize("change", ["itself", "active"])
def test_the_database_refuses_impossible_merges(former, kept, change):
    changes = {
        "itself": {"merged_into": former, "is_active": False},
        "active": {"merged_into": kept, "is_active": True},
    }[change]

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=former.pk).update(**changes)


def test_the_back_office_cannot_open_a_merged_account(
    client_of, merge, former, administrator
):
    merge()
    client = client_of(administrator)

    listed = client.get(reverse("wagtailusers_users:index")).content.decode()
    client.post(
        reverse("wagtailusers_users:edit", args=[former.pk]),
        {"name": former.name, "is_active": "on"},
    )

    former.refresh_from_db()
    assert not former.is_active
    assert "OLD1" not in listed
