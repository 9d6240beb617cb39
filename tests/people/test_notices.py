"""Everybody reads each version of the notice once, before anything else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import Acknowledgement, AuditEntry, Notice
from people.services import notices

NOTICE = "/account/notice/"


@pytest.fixture
def first(db, now):
    return notices.publish(text_zh="## 谁", text_en="## Who", by=None, now=now)


def test_without_a_notice_nobody_is_asked(learner, client_of):
    assert client_of(learner).get("/").status_code == 200


def test_the_notice_comes_first_and_then_where_one_was_going(first, learner, client_of):
    client = client_of(learner)

    led = client.get(reverse("courses:handbook") + "?q=1")
    page = client.get(led["Location"]).content.decode()
    done = client.post(NOTICE, {"next": reverse("courses:handbook") + "?q=1"})
    after = client.get(done["Location"])

    assert led["Location"] == NOTICE + "?next=%2Fhandbook%2F%3Fq%3D1"
    assert "<h2>谁</h2>" in page
    assert done["Location"] == "/handbook/?q=1"
    assert after.status_code == 200
    read = Acknowledgement.objects.get()
    assert (read.person, read.notice) == (learner, first)
    entry = AuditEntry.objects.get(action="notice.acknowledged")
    assert (entry.person, entry.after) == (learner, {"version": 1})


def test_every_version_is_asked_for_once(first, learner, client_of, now):
    client = client_of(learner)
    client.post(NOTICE)
    client.post(NOTICE)
    assert client.get("/").status_code == 200

    notices.publish(text_zh="## 新", text_en="## New", by=None, now=now)
    asked = client.get("/")
    client.post(NOTICE)

    assert asked["Location"].startswith(NOTICE)
    assert client.get("/").status_code == 200
    read = Acknowledgement.objects.order_by("pk").values_list(
        "notice__version", flat=True
    )
    assert list(read) == [1, 2]


def test_an_answer_on_its_way_is_not_caught(first, learner, client_of):
    response = client_of(learner).post(reverse("set_language"), {"language": "en"})
    marked = client_of(learner).post("/handbook/1/read/")

    assert response["Location"] != NOTICE
    assert not marked.get("Location", "").startswith(NOTICE)


def test_asking_costs_no_query_of_its_own(
    learner, client_of, now, django_assert_num_queries
):
    client = client_of(learner)
    with django_assert_num_queries(2):
        client.get(reverse("account_change_password"))

    notice = notices.publish(text_zh="甲", text_en="A", by=None, now=now)
    notices.acknowledge(person=learner, notice=notice, now=now)
    with django_assert_num_queries(2):
        client.get(reverse("account_change_password"))


def test_a_stranger_cannot_send_readers_elsewhere(first, learner, client_of):
    done = client_of(learner).post(NOTICE, {"next": "https://evil.example/"})

    assert done["Location"] == "/"


def test_the_text_cannot_bring_its_own_html(learner, client_of, now):
    notices.publish(
        text_zh="<script>alert(1)</script> [x](javascript:alert(1))",
        text_en="x",
        by=None,
        now=now,
    )

    page = client_of(learner).get(NOTICE).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_administrators_publish_the_next_version(administrator, client_of, first):
    client = client_of(administrator)
    client.post(NOTICE)
    url = reverse("publish_notice")

    same = client.post(url, {"text_zh": "## 谁", "text_en": "## Who"})
    new = client.post(url, {"text_zh": "## 我们", "text_en": "## We"})

    assert same.status_code == 200
    assert new.status_code == 302
    assert Notice.objects.newest_first().first().version == 2
    entry = AuditEntry.objects.filter(action="notice.published").latest("pk")
    assert entry.actor == administrator


def test_the_starter_text_is_published_once_and_says_what_the_law_asks(db, now):
    assert notices.publish_starter(now=now)
    assert not notices.publish_starter(now=now)

    notice = Notice.objects.get()
    for word in ("个人信息处理者", "保存", "查阅", "更正", "删除", "投诉"):
        assert word in notice.text_zh
    assert notice.text_en.count("## ") == notice.text_zh.count("## ") == 6


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [(Notice, "text_zh", "anders"), (Acknowledgement, "at", "2020-01-01T00:00Z")],
)
def test_the_database_refuses_to_rewrite_what_was_said_and_read(
    first, learner, now, model, field, value
):
    notices.acknowledge(person=learner, notice=first, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{field: value})
