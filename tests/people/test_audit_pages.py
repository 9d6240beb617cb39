"""The audit list: who reads what of it, filters, pages, export."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people import audit
from people.models import AuditEntry, ResultRead, Role
from people.queries import audit_log
from people.services import audit_log as service
from people.services import roles
from tests.conftest import SHANGHAI
from tests.factories.people import PostFactory, UserFactory

LIST = "/audit/"
EXPORT = "/audit/export/"


@pytest.fixture
def ask(client_of):
    """Ask for the list; the entries of the page."""

    def entries(viewer, **filters):
        response = client_of(viewer).get(LIST, filters)
        assert response.status_code == 200
        return [line.entry for line in response.context["page"].lines]

    return entries


def note(action="notice.published", *, now, **fields):
    return audit.record(
        action=action, actor=fields.pop("actor", None), now=now, **fields
    )


def test_the_newest_stands_first(ask, administrator, now):
    old = note(now=now - timedelta(days=2))
    new = note(now=now + timedelta(days=1))

    entries = ask(administrator)

    assert (entries[0], entries[-1]) == (new, old)


def test_hr_reads_nothing_about_the_rights_of_administrators(
    ask, hr, administrator, learner, now
):
    """Neither of today's administrators nor of who was made one or was one."""
    given = AuditEntry.objects.get(action="role.given", person=administrator)
    roles.give(person=learner, role=Role.TRAINER, actor=None, now=now)
    trainer = AuditEntry.objects.get(action="role.given", person=learner)
    former = note(
        "role.taken", now=now, person=learner, before={"role": "administrator"}
    )
    back_office = note(
        "person.changed",
        now=now,
        person=learner,
        before={"roles": ["系统管理员"]},
        after={"roles": []},
    )
    harmless = note(
        "person.changed",
        now=now,
        person=learner,
        before={"roles": [], "name": "旧"},
        after={"roles": [], "name": "新"},
    )
    group = note("group.changed", now=now)

    seen, everything = set(ask(hr)), set(ask(administrator))

    assert seen.isdisjoint({given, former, back_office, group})
    assert {trainer, harmless} <= seen
    assert {given, former, back_office, group, trainer, harmless} <= everything


def test_days_are_whole_days_of_shanghai(ask, administrator):
    late = note(now=datetime(2026, 4, 1, 23, 59, 59, tzinfo=SHANGHAI))
    early = note(now=datetime(2026, 4, 2, 0, 0, tzinfo=SHANGHAI))

    assert ask(administrator, since="2026-04-01", until="2026-04-01") == [late]
    assert ask(administrator, since="2026-04-02") == [early]


def test_each_filter_finds_its_entries(ask, administrator, hr, learner, outsider, now):
    wanted = note("item.marked", now=now, actor=hr, person=learner, about=outsider)
    note("step.waived", now=now, actor=outsider, person=outsider, about=learner)

    assert ask(administrator, action="item.marked") == [wanted]
    assert wanted in ask(administrator, actor="人事")
    assert ask(administrator, person=learner.employee_number)[-1] == wanted
    assert ask(administrator, about_type="people.user", about_id=outsider.pk) == [
        wanted
    ]
    assert ask(administrator, actor="没有这个人") == []


def test_somebody_on_a_list_is_concerned_by_it(ask, administrator, hr, learner, now):
    audit.record_list(action="results.listed", viewer=hr, people=[learner.pk], now=now)
    listed = AuditEntry.objects.get(action="results.listed")

    assert listed in ask(administrator, person=learner.employee_number)


def test_a_search_for_somebody_is_a_look_at_them(ask, hr, learner):
    ask(hr)
    assert not ResultRead.objects.exists()

    ask(hr, person=learner.employee_number)

    read = ResultRead.objects.get()
    assert (read.person, read.entry.action) == (learner, "audit.read")


def test_pages_follow_each_other_without_gap_and_back(
    client_of, administrator, now, monkeypatch
):
    monkeypatch.setattr(audit_log, "PER_PAGE", 3)
    made = [note(now=now - timedelta(days=n // 2)).pk for n in range(7)]
    client, seen, address = client_of(administrator), [], {"action": "notice.published"}
    pages = []
    while True:
        page = client.get(LIST, address).context["page"]
        pages.append([line.entry.pk for line in page.lines])
        seen += pages[-1]
        if not page.older:
            break
        address = {"action": "notice.published", "older": page.older}

    back = client.get(LIST, {"action": "notice.published", "newer": page.newer})

    in_order = AuditEntry.objects.filter(pk__in=made).order_by("-at", "-pk")
    assert seen == [entry.pk for entry in in_order]
    assert [line.entry.pk for line in back.context["page"].lines] == pages[-2]


def test_nonsense_in_the_address_leads_to_the_list(client_of, administrator):
    response = client_of(administrator).get(LIST, {"older": "tomorrow"})

    assert response["Location"] == LIST


def test_the_list_asks_the_same_however_long_it_is(
    client_of, administrator, learner, hr, now
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    def fill():
        other = UserFactory()
        audit.record_read(action="person.read", viewer=hr, person=other, now=now)
        audit.record_list(
            action="results.listed", viewer=hr, people=[other.pk, learner.pk], now=now
        )

    client = client_of(administrator)
    client.get(LIST)
    fill()
    one = queries()

    for _ in range(4):
        fill()

    assert queries() == one
    assert one <= 10


def test_a_line_opens_to_what_changed(client_of, administrator, learner, now):
    note(
        "person.changed",
        now=now + timedelta(days=1),
        person=learner,
        reason="改名",
        before={"name": "旧名", "phone": "1"},
        after={"name": "新名", "phone": "1"},
    )

    page = client_of(administrator).get(LIST)

    (change,) = page.context["page"].lines[0].changes
    assert (change.before, change.after) == ("旧名", "新名")
    assert "改名" in page.content.decode()
    assert "{" not in page.content.decode().split('class="audit"')[1].split("</ol>")[0]


def test_keys_in_a_line_are_names(client_of, administrator, manager, learner, now):
    post = PostFactory(key="hotline-agent", name="热线客服员")
    note(
        "membership.joined",
        now=now + timedelta(days=1),
        person=learner,
        after={"post": post.key, "line_manager": manager.pk, "active_until": None},
    )

    page = client_of(administrator).get(LIST)

    changes = page.context["page"].lines[0].changes
    assert [change.after for change in changes] == ["热线客服员", "主管"]


def rows_of(response):
    sheet = load_workbook(BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet.rows], sheet


def test_the_export_holds_what_is_filtered_and_is_noted(
    client_of, administrator, learner, now
):
    note("item.marked", now=now, person=learner, reason='=HYPERLINK("http://x")')
    note("step.waived", now=now)

    response = client_of(administrator).get(EXPORT, {"action": "item.marked"})

    rows, sheet = rows_of(response)
    assert len(rows) == 3  # the remark, the titles, one line
    assert '=HYPERLINK("http://x")' in rows[2]
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    entry = AuditEntry.objects.get(action="audit.exported")
    assert entry.after == {"rows": 1, "filters": {"action": "item.marked"}}
    assert ResultRead.objects.get(kind="exported").person == learner


def test_too_long_an_export_says_so(client_of, administrator, now, monkeypatch):
    monkeypatch.setattr(service, "MOST_ROWS", 2)
    for _ in range(3):
        note(now=now)

    rows, _ = rows_of(client_of(administrator).get(EXPORT))

    assert len(rows) == 4
    assert "2" in rows[0][0]
    assert rows[0][0] != "共 2 条，最新的在前"


def test_a_wrong_filter_is_said_and_exports_nothing(client_of, administrator):
    wrong = {"since": "2026-04-02", "until": "2026-04-01"}

    page = client_of(administrator).get(LIST, wrong)
    export = client_of(administrator).get(EXPORT, wrong)

    assert page.context["form"].errors["until"]
    assert export.status_code == 302
    assert not AuditEntry.objects.filter(action="audit.exported").exists()
