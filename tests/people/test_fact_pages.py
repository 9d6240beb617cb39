"""The pages of company facts: who sees and fills what, and what the report says."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from people.models import AuditEntry, CompanyFact, ReviewMark
from tests.factories.company_facts import a_fact, a_value
from tests.factories.courses import an_entry
from tests.factories.people import PostFactory

REPORT = "/facts/"


@pytest.fixture
def claims(db):
    return PostFactory(key="claims", name="理赔专员")


@pytest.fixture
def filler(learner, claims):
    learner.post = claims
    learner.save(update_fields=["post"])
    return learner


@pytest.fixture
def deadline(claims):
    return a_fact("deadline", owner_post=claims)


def url(fact, name="fact"):
    return reverse(f"facts:{name}", args=[fact.key])


def typed(value="24", day="2026-01-01", source=""):
    return {"value": value, "valid_from": day, "source": source}


def test_the_report_says_what_is_empty_who_fills_it_and_where_it_is_used(
    deadline, client_of, trainer
):
    filled = a_fact("limit", kind="money", value="1,000")
    entry = an_entry(title="理赔怎么报？", answer="[[fact:deadline]]内")

    report = client_of(trainer).get(REPORT).context["report"]

    first, second = report.lines
    assert (first.fact, first.state, first.owner_in_words) == (
        deadline,
        "empty",
        "理赔专员",
    )
    assert [use.about_id for use in first.uses] == [entry.pk]
    assert (second.fact, second.state, second.uses) == (filled, "filled", [])
    assert second.current.display_value == "1,000 元"
    assert report.counts == {"empty": 1, "filled": 1}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=empty", ["deadline"]),
        ("state=filled", ["limit"]),
        ("kind=money", ["limit"]),
        ("q=LIM", ["limit"]),
        ("q=nothing", []),
        ("state=whatever", ["deadline", "limit"]),
    ],
)
def test_the_report_is_filtered(deadline, client_of, hr, asked, found):
    a_fact("limit", kind="money", value=1000)

    report = client_of(hr).get(f"{REPORT}?{asked}").context["report"]

    assert [line.fact.key for line in report.lines] == found


def test_a_key_that_nobody_knows_is_named_with_its_texts(client_of, trainer, deadline):
    entry = an_entry()
    # As an older state of the text may have it; saving it today is refused.
    type(entry).objects.filter(pk=entry.pk).update(answer="[[fact:deadlin]]")

    response = client_of(trainer).get(REPORT)

    [unknown] = response.context["report"].unknown
    assert (unknown.key, unknown.texts[0].about_id) == ("deadlin", entry.pk)
    assert "deadlin</code>" in response.content.decode()


def test_whoever_holds_the_post_fills_its_facts_and_sees_no_others(
    deadline, filler, client_of
):
    other = a_fact("other")
    client = client_of(filler)

    shown = client.get(REPORT).context["report"].lines
    saved = client.post(url(deadline), typed("24小时", source="理赔细则第三条"))

    assert [line.fact for line in shown] == [deadline]
    assert (saved.status_code, saved["Location"]) == (302, url(deadline))
    value = deadline.values.get()
    assert (value.value, value.set_by, value.source) == ("24", filler, "理赔细则第三条")
    assert client.get(url(other)).status_code == 404


def test_a_trainer_looks_and_does_not_fill(deadline, client_of, trainer):
    client = client_of(trainer)

    assert client.get(url(deadline)).status_code == 200
    assert client.post(url(deadline), typed()).status_code == 404
    assert not deadline.values.exists()


@pytest.mark.parametrize("value", ["-3", "一天"])
def test_what_cannot_be_read_comes_back_as_it_was_typed(deadline, client_of, hr, value):
    response = client_of(hr).post(url(deadline), typed(value))

    assert response.status_code == 200
    assert f'value="{value}"' in response.content.decode()
    assert response.context["form"].errors["value"]
    assert not deadline.values.exists()


def test_the_same_value_again_is_refused(deadline, client_of, hr, now):
    a_value(deadline, 24, now=now)

    response = client_of(hr).post(url(deadline), typed("24"))

    assert response.context["form"].errors["value"]
    assert deadline.values.count() == 1


def test_a_value_to_come_is_shown_as_planned(deadline, client_of, hr, now):
    a_value(deadline, 24, now=now)
    a_value(deadline, 12, valid_from=date(2190, 1, 1), now=now)

    [line] = client_of(hr).get(REPORT).context["report"].lines

    assert line.state == "planned"
    assert (line.current.value, line.planned.value) == ("24", "12")


def test_hr_defines_a_fact(client_of, hr, claims):
    response = client_of(hr).post(
        reverse("facts:new"),
        {
            "key": "claim-limit",
            "name": "赔偿限额",
            "kind": "money",
            "owner_post": claims.pk,
        },
    )

    fact = CompanyFact.objects.get(key="claim-limit")
    assert response["Location"] == url(fact)
    assert (fact.owner_post, fact.kind) == (claims, "money")
    assert AuditEntry.objects.get(action="fact.defined").actor == hr


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Claim"},
        {"key": "new"},
        {"key": "deadline"},
        {"owner": "NOBODY"},
        {"unit": "", "unit_en": "hours"},
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(
    deadline, client_of, hr, claims, wrong
):
    data = {"key": "claim-limit", "name": "赔偿限额", "kind": "money"}

    response = client_of(hr).post(reverse("facts:new"), {**data, **wrong})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert CompanyFact.objects.count() == 1


def test_a_trainer_says_that_a_text_is_still_right(deadline, client_of, trainer, now):
    an_entry(answer="[[fact:deadline]]内")
    a_value(deadline, 24, now=now)
    a_value(deadline, 12, now=now)
    mark = ReviewMark.objects.get()
    client = client_of(trainer)
    asked = client.get(REPORT).context["report"].marks

    client.post(reverse("facts:checked", args=[mark.pk]))

    assert [line.mark for line in asked] == [mark]
    assert client.get(REPORT).context["report"].marks == []
    assert mark.clearance.by == trainer


def test_the_sheet_has_a_line_per_fact(deadline, client_of, hr):
    an_entry(title="理赔怎么报？", answer="[[fact:deadline]]内")

    response = client_of(hr).get(reverse("facts:export"))

    sheet = load_workbook(BytesIO(response.content)).active
    [_titles, line] = sheet.iter_rows(values_only=True)
    assert line[1] == "deadline"
    assert "理赔怎么报？" in line[9]


def test_the_report_asks_the_same_number_of_queries_for_one_and_for_five(
    deadline, client_of, hr, django_assert_max_num_queries, now
):
    client = client_of(hr)
    client.get(REPORT)
    counts = []
    for more in (0, 4):
        for number in range(more):
            fact = a_fact(f"more-{number}", value=24)
            an_entry(answer=fact.token)
            a_value(fact, 12, now=now)
        client.get(REPORT)
        with django_assert_max_num_queries(25) as asked:
            client.get(REPORT)
        counts.append(len(asked))

    assert counts[0] == counts[1]
