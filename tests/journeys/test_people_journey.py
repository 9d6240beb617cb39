"""From a table in HR's hands to somebody's first page, in a real browser."""

import pytest
from django.utils import timezone

from people.jobs import running
from people.models import Job, User
from tests.journeys.conftest import PHONE
from tests.journeys.test_new_hire import read_notice, sign_in
from tests.people.tables import someone, table

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def work_off():
    """What the worker would do: there is none beside a live server."""
    running.run(job_id=Job.objects.waiting().get().pk, clock=timezone.now, pulse=False)


def test_somebody_from_a_table_signs_in_with_a_slip(open_page, tmp_path):
    path = tmp_path / "people.xlsx"
    row = someone("QH0901", 姓名="甄新", 直属主管工号="QH0009", 手机="13800138000")
    path.write_bytes(table(row).getvalue())
    desk = open_page()
    sign_in(desk, "hr")

    desk.goto("/people/import/")
    desk.set_input_files("[name=file]", path)
    desk.click("main form .button--primary")
    desk.wait_for_selector("progress")
    work_off()
    desk.click("form[action$='/confirm/'] .button--primary")
    desk.wait_for_selector("progress")
    work_off()
    desk.click("a[href^='/people/codes/']")
    desk.click("form[action$='/print/'] .button--primary")
    code = desk.inner_text(".slip__code")

    phone = open_page(size=PHONE)
    phone.goto("/")
    phone.fill("[name=login]", "qh0901")
    phone.fill("[name=password]", code.lower().replace("-", ""))
    phone.press("[name=password]", "Enter")
    for field in ("password1", "password2"):
        phone.fill(f"[name={field}]", "柳溪的雨下了三天")
    phone.click("main form .button--primary")
    phone.wait_for_selector("form[action='/account/notice/'] button")
    read_notice(phone)

    assert "甄新" in phone.inner_text("main h1")
    person = User.objects.get(employee_number="QH0901")
    assert person.check_password("柳溪的雨下了三天")
    assert person.line_manager.employee_number == "QH0009"
