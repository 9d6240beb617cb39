"""Cells, days, phones and headers: the same whatever keyboard or program wrote them."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules import cells, days, headers, phones

THE_DAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1001.0, "1001"),
        ("　林\u200b小雨 \ufeff", "林小雨"),
        ("张  三\n", "张 三"),
        ("（总）", "（总）"),
    ],
)
def test_text_loses_what_nobody_sees(value, text):
    assert cells.plain(value) == text


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-16",
        "2026/11/16",
        "2026.11.16",
        "2026年11月16日",
        "２０２６年１１月１６日",
        "2026 年 11 月 16 日",
        "20261116",
        20261116,
        46342,
        46342.0,
        "46342",
        "2026-11-16 00:00:00",
        datetime(2026, 11, 16, 9, 30),
        THE_DAY,
        "\u200b2026-11-16 ",
    ],
)
def test_a_day_is_read_however_it_is_written(value):
    assert days.read(value) == THE_DAY


@pytest.mark.parametrize(
    "value",
    [
        "31.02.",
        "2026-02-31",
        "16.11.2026",
        "11/16/2026",
        "2026-13-01",
        "16-11",
        "morgen",
        "0001-01-01",
        "9999-12-31",
        20263116,
        1,
        True,
        "",
        3.5,
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(value):
    with pytest.raises(days.NotADay):
        days.read(value)


def test_a_workbook_that_counts_from_1904_means_another_day():
    assert days.read(46342 - 1462, since_1904=True) == THE_DAY


@given(st.dates(days.EARLIEST, days.LATEST))
def test_every_day_survives_every_way_of_writing_it(day):
    serial = (day - days.EPOCH_1900).days
    written = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        datetime(day.year, day.month, day.day, 23, 59),
        *([serial] if serial >= 10_000 else []),
    ]

    assert {days.read(value) for value in written} == {day}


@given(st.text() | st.integers() | st.floats())
def test_whatever_stands_in_a_cell_is_a_day_or_refused(value):
    with suppress(days.NotADay):
        assert days.EARLIEST <= days.read(value) <= days.LATEST


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("13800138000", "13800138000"),
        (13800138000.0, "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("１３８－００１３－８０００", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("010-62345678", "010-62345678"),
        ("（010）6234 5678", "010-62345678"),
        ("0571-87654321转801", "0571-87654321-801"),
        ("+86 10 6234 5678", "010-62345678"),
        ("12800138000", None),
        ("1380013800", None),
        ("138001380000", None),
        ("62345678", None),
        ("无线电", None),
    ],
)
def test_a_phone_is_a_mobile_or_a_landline(value, number):
    assert phones.normalise(value) == number


@given(st.text(max_size=30))
def test_a_normalised_phone_stays_as_it_is(text):
    number = phones.normalise(text)

    assert number is None or phones.normalise(number) == number


def test_columns_are_found_in_any_order_and_language():
    found = headers.recognise(
        ["Name *", "  ＥＭＡＩＬ", "工 号", "毕业院校", "", "错误"]
    )

    assert found.fields == {"name": 0, "email": 1, "number": 2}
    assert found.unknown == {3: "毕业院校"}
    assert found.missing == []


def test_a_column_that_is_there_twice_and_one_that_is_missing_are_told():
    found = headers.recognise(["姓名", "部门", "所属部门"])

    assert found.twice == {2: "department"}
    assert found.missing == ["number"]


@pytest.mark.parametrize("row", [["青禾速运员工名单"], ["name"], [], [None, None]])
def test_a_title_is_no_header(row):
    assert headers.recognise(row) is None
