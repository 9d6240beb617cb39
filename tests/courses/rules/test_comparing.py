import pytest

from courses.rules.comparing import compare, fold, pair
from courses.rules.editions import asks_again, still_counts

SIGNS = {"same": " ", "gone": "-", "new": "+", "folded": "…"}


def shown(passages):
    return [SIGNS[passage.kind] + passage.text for passage in passages]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("不变。", "不变。", [" 不变。"]),
        ("", "新的。", ["+新的。"]),
        ("旧的。", "", ["-旧的。"]),
        (
            "客户投诉时先致歉。",
            "客户投诉时先记录。",
            [" 客户投诉时先", "-致歉", "+记录", " 。"],
        ),
        (
            "Call back within 2 hours.",
            "Call back within 24 hours.",
            [" Call back within ", "-2", "+24", "  hours."],
        ),
        (
            "赔付上限为300元。",
            "赔付上限为500元。",
            [" 赔付上限为", "-300", "+500", " 元。"],
        ),
    ],
)
def test_a_comparison_reads_like_a_sentence(before, after, expected):
    assert shown(compare(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("先道歉，再登记，最后回电。", "先登记单号，再回电说明。"),
        ("a, b and c", "c, b and a\n\nd"),
        ("一行\n两行", "两行\n一行"),
    ],
)
def test_both_texts_can_be_read_out_of_the_comparison(before, after):
    passages = compare(before, after)

    assert "".join(p.text for p in passages if p.kind != "new") == before
    assert "".join(p.text for p in passages if p.kind != "gone") == after


def test_single_characters_between_changes_go_with_them():
    passages = compare("甲乙的丙丁", "戊己的庚辛")

    assert shown(passages) == ["-甲乙的丙丁", "+戊己的庚辛"]


def test_long_unchanged_passages_are_folded_and_keep_their_edges():
    passages = fold(compare("头" + "中" * 300, "首" + "中" * 300))

    assert shown(passages) == ["-头", "+首", " " + "中" * 40, "…" + "中" * 260]


def test_blocks_are_followed_by_their_keys_and_by_their_words():
    before = [("a", "第一段话"), ("b", "第二段话"), ("x", "先核对运单号，再回电。")]
    after = [("b", "第二段话改"), ("y", "先核对运单号，再致电。"), ("z", "全新内容")]

    assert list(pair(before, after)) == [(0, None), (1, 0), (2, 1), (None, 2)]


# Edition 1 was revision 10, edition 2 revision 20, edition 3, a minor one, 30.
@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [(None, False), (0, False), (10, False), (20, True), (30, True)],
)
def test_a_minor_edition_leaves_confirmations_standing(confirmed, expected):
    assert still_counts(confirmed=confirmed, asked=20) is expected


def test_before_there_are_editions_nothing_counts():
    assert not still_counts(confirmed=10, asked=None)


@pytest.mark.parametrize(
    ("number", "is_minor", "expected"),
    [(1, False, True), (1, True, True), (2, False, True), (2, True, False)],
)
def test_the_first_edition_asks_whatever_it_is_called(number, is_minor, expected):
    assert asks_again(number=number, is_minor=is_minor) is expected
