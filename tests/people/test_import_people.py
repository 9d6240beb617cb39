"""An import writes everything or nothing, and leaves the facts a person would."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from people.imports.checking import check
from people.models import AuditEntry, Membership, User
from people.services import importing, memberships
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory
from tests.people.tables import someone, table

TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.usefixtures("hotline", "agent")


@pytest.fixture
def bring_in(now, hr):
    def imported(content):
        plan = check(content, name="people.xlsx", today=TODAY)
        if plan.is_good:
            with transaction.atomic():
                importing.write(
                    plan=plan,
                    ready=importing.prepare(plan),
                    actor=hr,
                    reason="import #1",
                    now=now,
                )
        return plan.report

    return imported


@pytest.fixture
def employed(hotline, agent, now):
    person = UserFactory(
        employee_number="QH0800", name="林小雨", hired_on=date(2025, 1, 6)
    )
    memberships.join(
        person=person,
        department=hotline,
        post=agent,
        line_manager=None,
        active_from=date(2025, 1, 6),
        actor=None,
        now=now,
    )
    return person


def counted(report):
    return {k.value: n for k, n in report.counts.items() if n}


def problems(report):
    return [(f.location, f.code) for f in report.errors]


def test_newcomers_arrive_with_their_managers_wherever_those_stand(bring_in):
    report = bring_in(
        table(
            someone("QH0901", 直属主管工号="qh0902", 手机="138 0013 8000"),
            someone("QH0902", 邮箱="Zhen@X.example", 入职日期=date(2026, 2, 16)),
        )
    )

    assert counted(report) == {"created": 2}
    first, second = User.objects.filter(employee_number__startswith="QH090").order_by(
        "employee_number"
    )
    assert (first.line_manager, first.phone) == (second, "13800138000")
    assert (second.email, second.hired_on) == ("zhen@x.example", date(2026, 2, 16))
    assert first.department.key == "hotline"
    assert first.post.key == "hotline-agent"
    assert first.memberships.get().active_from == TODAY
    assert second.memberships.get().active_from == date(2026, 2, 16)
    assert not first.has_usable_password()


def test_the_same_table_a_second_time_changes_nothing(bring_in):
    content = table(someone("QH0901", 手机="13800138000"), someone("QH0902"))
    bring_in(content)
    lines = AuditEntry.objects.count()

    report = bring_in(content)

    assert counted(report) == {"unchanged": 2}
    assert AuditEntry.objects.count() == lines


def test_whoever_is_missing_from_the_table_stays_as_they_are(bring_in, employed):
    bring_in(table(someone()))

    employed.refresh_from_db()
    assert employed.is_active
    assert employed.memberships.get().active_until is None


def test_empty_cells_change_nothing_and_a_dash_takes_away(bring_in, employed):
    User.objects.filter(pk=employed.pk).update(email="lin@x.example", phone="110")

    report = bring_in(table({"工号": "QH0800", "姓名": "林小雨", "邮箱": "-"}))

    employed.refresh_from_db()
    assert counted(report) == {"updated": 1}
    assert (employed.email, employed.phone) == ("", "110")


def snapshot(person):
    person.refresh_from_db()
    entries = AuditEntry.objects.filter(
        person=person, action__startswith="membership"
    ).order_by("pk")
    return {
        "person": (person.is_active, person.department_id, person.post_id),
        "manager": person.line_manager_id,
        "memberships": list(
            person.memberships.order_by("pk").values_list(
                "department",
                "post",
                "line_manager",
                "is_primary",
                "active_from",
                "active_until",
            )
        ),
        "audit": list(entries.values_list("action", "about_type", "after")),
    }


@pytest.mark.parametrize("what", ["join", "move", "leave"])
def test_an_import_leaves_the_same_facts_as_the_service(
    what, bring_in, hotline, agent, manager, hr, now
):
    by_hand, by_import = (
        UserFactory(employee_number=number, name="甄新", hired_on=date(2025, 1, 6))
        for number in ("QH0801", "QH0802")
    )
    other, post = DepartmentFactory(name="售后服务组"), PostFactory(name="售后专员")
    common = {"actor": hr, "now": now}
    first = {
        "department": hotline,
        "post": agent,
        "line_manager": manager,
        "active_from": date(2025, 1, 6),
    }
    row = {"工号": "QH0802", "姓名": "甄新", "直属主管工号": manager.employee_number}
    if what != "join":
        memberships.join(person=by_import, **first, **common)
    memberships.join(person=by_hand, **first, **common)
    if what == "join":
        row |= {"部门": "hotline", "岗位": "热线客服员", "入职日期": "2025-01-06"}
    elif what == "move":
        row |= {"部门": "售后服务组", "岗位": "售后专员"}
        memberships.move(
            person=by_hand,
            department=other,
            post=post,
            line_manager=manager,
            active_from=TODAY,
            **common,
        )
    else:
        row |= {"离职日期": "2026-02-28"}
        memberships.leave(
            person=by_hand, active_until=date(2026, 2, 28), reason="", **common
        )

    report = bring_in(table(row))

    assert report.errors == []
    assert snapshot(by_import) == snapshot(by_hand)


def test_a_post_that_begins_today_is_corrected_and_not_closed(bring_in, employed, now):
    Membership.objects.filter(person=employed).update(active_from=TODAY)
    PostFactory(key="quality", name="热线质检员")

    bring_in(table({"工号": "QH0800", "姓名": "林小雨", "岗位": "quality"}))

    employed.refresh_from_db()
    assert employed.memberships.get().post.key == employed.post.key == "quality"
    entry = AuditEntry.objects.get(action="membership.corrected")
    assert entry.before["post"] == "hotline-agent"
    assert entry.after["post"] == "quality"


def test_somebody_who_left_comes_back_with_a_new_membership(bring_in, employed, now):
    memberships.leave(
        person=employed, active_until=date(2026, 1, 31), reason="", actor=None, now=now
    )
    row = someone("QH0800", 姓名="林小雨")

    skipped = bring_in(table(row))
    back = bring_in(table(row | {"入职日期": "2026-02-16"}))

    employed.refresh_from_db()
    assert (counted(skipped), counted(back)) == ({"skipped": 1}, {"updated": 1})
    assert [f.code for f in skipped.warnings] == ["left_and_not_hired_again"]
    assert employed.is_active
    assert employed.hired_on == date(2026, 2, 16)
    periods = employed.memberships.order_by("pk").values_list(
        "active_from", "active_until"
    )
    assert list(periods) == [
        (date(2025, 1, 6), date(2026, 1, 31)),
        (date(2026, 2, 16), None),
    ]


def test_two_people_may_swap_addresses_in_one_table(bring_in, hotline, agent):
    UserFactory(employee_number="QH0811", name="甲", email="a@x.example")
    UserFactory(employee_number="QH0812", name="乙", email="b@x.example")

    report = bring_in(
        table(
            {"工号": "QH0811", "姓名": "甲", "邮箱": "b@x.example"},
            {"工号": "QH0812", "姓名": "乙", "邮箱": "a@x.example"},
        )
    )

    assert counted(report) == {"updated": 2}
    assert User.objects.get(employee_number="QH0811").email == "b@x.example"


def test_an_address_of_somebody_else_is_refused(bring_in):
    UserFactory(employee_number="QH0811", email="a@x.example")

    report = bring_in(
        table(
            someone("QH0901", 邮箱="A@x.example"),
            someone("QH0902", 邮箱="c@x.example"),
            someone("QH0903", 邮箱="c@x.example"),
        )
    )

    assert problems(report) == [("员工!F2", "email_taken"), ("员工!F4", "email_twice")]


def test_everything_that_does_not_fit_is_named_and_nothing_is_written(bring_in):
    report = bring_in(
        table(
            someone("QH0901"),
            someone("qh０９０１"),
            someone("QH0902", 部门="热线中新"),
            someone("QH0903", 岗位="热线客服"),
            someone("QH0904", 直属主管工号="QH7777"),
            someone("QH0905", 直属主管工号="QH0905"),
            someone("QH0906", 部门=None),
        )
    )

    assert problems(report) == [
        ("员工!A3", "number_twice"),
        ("员工!C4", "department_unknown_near"),
        ("员工!D5", "post_unknown_near"),
        ("员工!E6", "manager_unknown"),
        ("员工!E7", "manager_self"),
        ("员工!C8", "department_needed"),
    ]
    assert counted(report) == {}
    assert not User.objects.filter(employee_number__startswith="QH09").exists()
    assert not AuditEntry.objects.filter(action="person.created").exists()


def test_a_circle_over_file_and_database_is_named_by_its_numbers(bring_in, employed):
    User.objects.filter(pk=employed.pk).update(
        line_manager=UserFactory(employee_number="QH0700")
    )
    Membership.objects.filter(person=employed).update(
        line_manager=User.objects.get(employee_number="QH0700")
    )

    report = bring_in(
        table(
            someone("QH0901", 直属主管工号="QH0800"),
            someone("QH0700", 直属主管工号="QH0901"),
        )
    )

    assert problems(report) == [("员工!E2", "manager_circle")]
    assert (
        "QH0700 → QH0901 → QH0800 → QH0700" in report.as_data()["errors"][0]["message"]
    )


def test_a_manager_who_left_is_only_warned_about(bring_in, employed, now):
    memberships.leave(
        person=employed, active_until=date(2026, 1, 31), reason="", actor=None, now=now
    )

    report = bring_in(table(someone("QH0901", 直属主管工号="QH0800")))

    assert [(f.location, f.code) for f in report.warnings] == [
        ("员工!E2", "manager_left")
    ]
    assert counted(report) == {"created": 1}


def test_a_plan_that_is_out_of_date_is_not_written(now, employed):
    plan = check(table(someone()), name="x.xlsx", today=TODAY)
    User.objects.filter(pk=employed.pk).update(name="改了")

    with pytest.raises(importing.DirectoryChanged), transaction.atomic():
        importing.write(
            plan=plan, ready=importing.prepare(plan), actor=None, reason="", now=now
        )

    assert not User.objects.filter(employee_number="QH0900").exists()


def test_the_number_of_queries_does_not_depend_on_the_rows(
    bring_in, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        bring_in(table(*[someone(f"QH1{n:03}") for n in range(200)]))


def test_the_command_prints_exactly_the_keys_of_every_import(tmp_path, capsys):
    path = tmp_path / "people.xlsx"
    path.write_bytes(table(someone(), someone("QH0901", 手机="12")).getvalue())

    with pytest.raises(SystemExit) as stopped:
        call_command("import_people", str(path), "--json")

    data = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 1
    assert list(data) == [
        "created",
        "updated",
        "unchanged",
        "deactivated",
        "skipped",
        "warnings",
        "errors",
    ]
    assert data["created"] == 0
    assert [list(e) for e in data["errors"]] == [["location", "message"]]
    assert data["errors"][0]["location"] == "员工!G3"


def test_a_dry_run_counts_and_writes_nothing(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_bytes(
        "工号,姓名,部门,岗位\nQH1,甲,hotline,hotline-agent\n".encode("gb18030")
    )

    call_command("import_people", str(path), "--dry-run")
    assert not User.objects.filter(employee_number="QH1").exists()
    call_command("import_people", str(path))

    assert capsys.readouterr().out.count("created: 1") == 2
    assert User.objects.filter(employee_number="QH1").exists()
