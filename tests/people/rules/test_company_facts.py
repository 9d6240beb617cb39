"""Tokens, typed values and how they are shown: tables a person can check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules import company_facts as rules
from people.rules.company_facts import CHINESE, ENGLISH, Kind, Unreadable, Wrong

VALUES = {"a": "24 小时", "b": "1,000 元"}


def shown(text):
    return rules.substitute(text, lambda key: VALUES.get(key, "以公司规定为准"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[fact:a]]内", "24 小时内"),
        ("【【fact：a】】", "24 小时"),
        ("［［ FACT : A ］］", "24 小时"),
        ("[[ｆａｃｔ:a]]", "[[ｆａｃｔ:a]]"),
        ("[[fact:a]][[fact:b]]", "24 小时1,000 元"),
        ("[[[fact:a]]", "[24 小时"),
        ("[[fact:[[fact:a]]]]", "以公司规定为准"),
        ("[[fact:zzz]]", "以公司规定为准"),
        ("[fact:a]", "[fact:a]"),
        ("[[fact:]]", "[[fact:]]"),
        ("[[fact:a\n]]", "24 小时"),
        (r"\[[fact:a]]", "[\u2060[fact:a]]"),
        ("没有", "没有"),
    ],
)
def test_a_token_becomes_the_value_however_it_is_typed(text, expected):
    assert shown(text) == expected


def test_keys_are_found_once_each_in_their_order():
    text = r"[[fact:b-c]] 【【fact：A】】 [[fact:a]] \[[fact:d]] [[fact:b_c]]"

    assert rules.keys_in(text) == ["b-c", "a"]


def test_html_gets_marks_in_its_text_and_plain_words_in_its_attributes():
    html = '<p title="[[fact:a]]">[[ fact:a&nbsp;]]</p>'

    done = rules.substitute_in_html(
        html, plain=lambda key: f"plain {key}", marked=lambda key: f"<b>{key}</b>"
    )

    assert done == '<p title="plain a"><b>a</b></p>'


@pytest.mark.parametrize(
    ("kind", "typed", "units", "stored"),
    [
        (Kind.MONEY, "1,000", (), "1000"),
        (Kind.MONEY, "１０００元", (), "1000"),
        (Kind.MONEY, "¥1,000.50", (), "1000.50"),
        (Kind.MONEY, "￥ 0.5", (), "0.50"),
        (Kind.MONEY, "人民币 300 元", (), "300"),
        (Kind.NUMBER, "6,000", (), "6000"),
        (Kind.NUMBER, "50 公斤", ("公斤", "kg"), "50"),
        (Kind.DURATION, "24小时", ("小时", "hours"), "24"),
        (Kind.DURATION, "1.50", (), "1.5"),
        (Kind.PERCENTAGE, "2.50％", (), "2.5"),
        (Kind.PERCENTAGE, "100", (), "100"),
        (Kind.PHONE, "400－800－1234", (), "400-800-1234"),
        (Kind.PHONE, "95 000", (), "95 000"),
        (Kind.PHONE, "021-5555 1234转8", (), "021-5555 1234转8"),
        (Kind.DATE, "2026年3月1日", (), "2026-03-01"),
        (Kind.DATE, "2026/3/1", (), "2026-03-01"),
        (Kind.LINK, "https://qinghe.example/track", (), "https://qinghe.example/track"),
        (Kind.TEXT, "  每天 8:00—22:00\n ", (), "每天 8:00—22:00"),
    ],
)
def test_what_people_type_is_read_as_its_kind(kind, typed, units, stored):
    assert rules.read(kind, typed, units) == stored
    assert rules.read(kind, stored, units) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "wrong"),
    [
        (Kind.TEXT, "  ", Wrong.EMPTY),
        (Kind.TEXT, "长" * 401, Wrong.TOO_LONG),
        (Kind.TEXT, "[[fact:a]]", Wrong.BRACKETS),
        (Kind.TEXT, "见【附件】", Wrong.BRACKETS),
        (Kind.NUMBER, "-3", Wrong.NEGATIVE),
        (Kind.NUMBER, "－3", Wrong.NEGATIVE),
        (Kind.NUMBER, "2.5", Wrong.NOT_WHOLE),
        (Kind.NUMBER, "三", Wrong.NOT_A_NUMBER),
        (Kind.NUMBER, "1,00", Wrong.NOT_A_NUMBER),
        (Kind.NUMBER, "1e3", Wrong.NOT_A_NUMBER),
        (Kind.MONEY, "1.005", Wrong.TOO_PRECISE),
        (Kind.MONEY, "9" * 13, Wrong.TOO_LARGE),
        (Kind.PERCENTAGE, "1001", Wrong.TOO_LARGE),
        (Kind.DURATION, "NaN", Wrong.NOT_A_NUMBER),
        (Kind.PHONE, "打热线", Wrong.NOT_A_PHONE),
        (Kind.DATE, "2026-02-30", Wrong.NOT_A_DATE),
        (Kind.DATE, "0026-02-03", Wrong.NOT_A_DATE),
        (Kind.LINK, "javascript:alert(1)", Wrong.NOT_A_LINK),
        (Kind.LINK, 'https://x.example/"onclick', Wrong.NOT_A_LINK),
    ],
)
def test_what_is_no_value_of_its_kind_is_refused_with_the_reason(kind, typed, wrong):
    with pytest.raises(Unreadable) as refused:
        rules.read(kind, typed)

    assert refused.value.wrong is wrong


@pytest.mark.parametrize(
    ("kind", "stored", "unit", "unit_en", "chinese", "english"),
    [
        (Kind.MONEY, "1000", "", "", "1,000 元", "¥1,000"),
        (Kind.MONEY, "0.50", "", "", "0.50 元", "¥0.50"),
        (Kind.DURATION, "24", "小时", "hours", "24 小时", "24 hours"),
        (Kind.DURATION, "1", "小时", "hours", "1 小时", "1 hour"),
        (Kind.DURATION, "1", "个工作日", "", "1 个工作日", "1 个工作日"),
        (Kind.NUMBER, "6000", "", "", "6,000", "6,000"),
        (Kind.PERCENTAGE, "2.5", "", "", "2.5%", "2.5%"),
        (Kind.DATE, "2026-03-01", "", "", "2026年3月1日", "1 March 2026"),
        (Kind.PHONE, "95000", "", "", "95000", "95000"),
        (Kind.NUMBER, "不是数", "", "", "不是数", "不是数"),
    ],
)
def test_a_value_is_shown_in_the_language_of_its_text(
    kind, stored, unit, unit_en, chinese, english
):
    units = {"unit": unit, "unit_en": unit_en}

    assert rules.show(kind, stored, language=CHINESE, **units) == chinese
    assert rules.show(kind, stored, language=ENGLISH, **units) == english


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        ("claim-deadline", True),
        ("a1", True),
        ("", False),
        ("A", False),
        ("a--b", False),
        ("a_b", False),
        ("a" * 61, False),
    ],
)
def test_a_key_has_small_letters_digits_and_single_hyphens(key, is_one):
    assert rules.is_key(key) is is_one


PIECES = st.sampled_from(
    ["[[", "]]", "[", "]", "【【", "】", "］", "fact", ":", "：", "a", " ", "\\", "<p>"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=24).map("".join))


@given(TEXTS)
def test_replacing_never_fails_and_leaves_nothing_to_replace(text):
    once = shown(text)

    assert rules.keys_in(once) == []
    assert shown(once) == once


@given(TEXTS)
def test_replacing_in_html_never_fails(text):
    rules.substitute_in_html(text, plain=lambda key: key, marked=lambda key: key)


@given(st.sampled_from(list(Kind)), TEXTS)
def test_reading_refuses_or_gives_what_is_read_and_shown_again(kind, text):
    try:
        stored = rules.read(kind, text)
    except Unreadable:
        return

    assert rules.read(kind, stored) == stored
    for language in (CHINESE, ENGLISH):
        words = rules.show(kind, stored, language=language)
        assert words.strip()
        assert rules.keys_in(words) == []
