"""Facts are defined, filled and changed; nothing that was set is rewritten."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from people.models import (
    AuditEntry,
    CompanyFact,
    CompanyFactValue,
    ReviewClearance,
    ReviewMark,
)
from people.queries import company_facts as queries
from people.rules.company_facts import CHINESE, ENGLISH, Unreadable
from people.schedule import take_up_facts
from people.services import company_facts as service
from tests.factories.company_facts import LONG_AGO, a_fact, a_value
from tests.factories.courses import an_entry, revise

TODAY = date(2026, 3, 2)


@pytest.fixture
def deadline(db):
    return a_fact("deadline", value=24)


@pytest.fixture
def used(deadline):
    """An entry that names the fact."""
    return an_entry(answer="[[fact:deadline]]内报案。")


def said(text="[[fact:deadline]]", on=TODAY, language=CHINESE):
    return queries.in_words(text, language, on=on)


def test_a_fact_without_a_value_reads_as_laid_down_by_the_company(db):
    a_fact("deadline")

    assert said("期限：[[fact:deadline]]") == "期限：以公司规定为准"
    assert said(language=ENGLISH) == "as laid down by the company"


def test_the_value_in_force_is_the_newest_whose_day_has_come(deadline, now):
    a_value(deadline, 12, valid_from=date(2026, 4, 1), now=now)
    a_value(deadline, 36, valid_from=date(2026, 2, 1), now=now)

    shown = [said(on=date(2026, month, 1)) for month in (1, 2, 3, 4)]

    assert shown == ["24 小时", "36 小时", "36 小时", "12 小时"]
    assert said(on=date(2025, 12, 31)) == "以公司规定为准"


def test_of_two_values_of_one_day_the_one_set_last_counts(deadline, now):
    a_value(deadline, 36, now=now)

    assert said() == "36 小时"


def test_the_same_value_again_adds_nothing(deadline, now):
    with pytest.raises(service.NothingNew):
        a_value(deadline, "24小时", valid_from=TODAY, now=now)

    assert deadline.values.count() == 1


def test_what_cannot_be_read_adds_nothing(deadline, now):
    with pytest.raises(Unreadable):
        a_value(deadline, "一天", now=now)

    assert deadline.values.count() == 1


def test_english_texts_show_the_english_words_of_a_text(db):
    a_fact("hours", kind="text", value="每天 8 点到 22 点", value_en="8 to 22")

    assert said("[[fact:hours]]", language=ENGLISH) == "8 to 22"
    assert said("[[fact:hours]]") == "每天 8 点到 22 点"


def test_setting_a_value_is_audited_with_before_and_after(deadline, hr, now):
    service.set_value(
        fact=deadline,
        typed="12",
        valid_from=TODAY,
        source="二季度服务标准",
        by=hr,
        now=now,
    )

    entry = AuditEntry.objects.filter(action="fact.value_set").latest("pk")
    assert (entry.actor, entry.about_id) == (hr, deadline.pk)
    assert entry.reason == "二季度服务标准"
    assert entry.before == {"value": "24", "value_en": ""}
    assert entry.after["value"] == "12"
    assert entry.after["valid_from"] == "2026-03-02"


@pytest.mark.parametrize(
    "changed", [{"value": "1"}, {"valid_from": TODAY}, {"source": "别的"}]
)
def test_a_value_cannot_be_rewritten(deadline, changed):
    with pytest.raises(DatabaseError), transaction.atomic():
        CompanyFactValue.objects.filter(fact=deadline).update(**changed)

    assert said() == "24 小时"


def test_a_key_cannot_be_rewritten(deadline):
    with pytest.raises(DatabaseError), transaction.atomic():
        CompanyFact.objects.filter(pk=deadline.pk).update(key="other")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "colour"},
        {"name": ""},
        {"key": ""},
        {"unit": "", "unit_en": "hours"},
    ],
)
def test_the_database_refuses_half_a_definition(db, now, fields):
    whole = {"key": "x", "name": "名", "kind": "text", "created_at": now}

    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyFact.objects.create(**{**whole, **fields})


def test_a_fact_has_a_post_or_a_person_never_both(agent, hr, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyFact.objects.create(
            key="x", name="名", kind="text", owner=hr, owner_post=agent, created_at=now
        )


def test_kind_and_unit_stay_once_there_are_values(deadline, now):
    wanted = service.Definition(name="新名", kind="money")

    with pytest.raises(service.HasValues):
        service.redefine(fact=deadline, definition=wanted, by=None, now=now)

    deadline.refresh_from_db()
    assert (deadline.kind, deadline.name) == ("duration", "规定 deadline")


def test_a_changed_value_marks_what_names_it(used, deadline, now):
    changed = a_value(deadline, 12, valid_from=TODAY, now=now)

    mark = ReviewMark.objects.open().get()
    assert (mark.about_type, mark.about_id) == ("courses.entrypage", used.pk)
    assert mark.value == changed


def test_the_first_value_fills_a_gap_and_marks_nothing(db, now):
    fact = a_fact("deadline")
    an_entry(answer="[[fact:deadline]]内报案。")

    a_value(fact, 24, now=now)

    assert not ReviewMark.objects.exists()


def test_a_correction_of_the_past_that_does_not_count_marks_nothing(db, now):
    fact = a_fact("deadline", value=24, valid_from=date(2026, 2, 1))
    an_entry(answer="[[fact:deadline]]内报案。")

    a_value(fact, 12, valid_from=LONG_AGO, now=now)

    assert said() == "24 小时"
    assert not ReviewMark.objects.exists()


def test_a_value_to_come_marks_on_its_day_and_once(used, deadline, now):
    a_value(deadline, 12, valid_from=TODAY + timedelta(days=2), now=now)
    take_up = service.take_effect_when_due
    take_up(now=now)
    before = take_up(now=now + timedelta(days=1))
    marked_early = ReviewMark.objects.exists()

    with time_machine.travel(now + timedelta(days=2), tick=False):
        take_up_facts()
        take_up_facts()

    assert (before, marked_early) == (0, False)
    assert ReviewMark.objects.open().count() == 1


def test_publishing_the_text_anew_clears_its_marks(used, deadline, now):
    a_value(deadline, 12, valid_from=TODAY, now=now)

    revise(used, answer="[[fact:deadline]]内，越早越好。")

    assert not ReviewMark.objects.open().exists()
    assert ReviewClearance.objects.get().how == "revised"


def test_a_text_that_was_checked_is_cleared_once(used, deadline, trainer, now):
    a_value(deadline, 12, valid_from=TODAY, now=now)
    mark = ReviewMark.objects.get()
    service.clear_mark(mark=mark, by=trainer, now=now)

    with pytest.raises(service.AlreadyCleared):
        service.clear_mark(mark=mark, by=trainer, now=now)

    assert not ReviewMark.objects.open().exists()
    assert AuditEntry.objects.filter(action="fact.use_checked").count() == 1


@pytest.mark.parametrize("table", [ReviewMark, ReviewClearance])
def test_marks_and_clearances_cannot_be_rewritten(used, deadline, trainer, now, table):
    a_value(deadline, 12, valid_from=TODAY, now=now)
    service.clear_mark(mark=ReviewMark.objects.get(), by=trainer, now=now)

    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(at=now + timedelta(days=1))


def test_facts_are_asked_for_once_and_then_kept(
    deadline, django_assert_num_queries, now
):
    with django_assert_num_queries(1):
        assert said() == said() == "24 小时"

    a_value(deadline, 12, now=now)

    assert said() == "12 小时"


def test_a_text_without_a_token_asks_for_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert said("没有规定 (fact)") == "没有规定 (fact)"
