"""Files are known by what is in them; what is wrong is named by sheet, row, column."""

import zipfile
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from people.imports.corrected import corrected_file
from people.imports.files import MAX_UNPACKED
from people.imports.reading import read
from people.imports.template import template_file
from tests.people.tables import HEADER, saved, someone, table, workbook

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
TEXT = "工号,姓名,部门\nQH0900,甄新,热线中心\nQH0901,贾旧,热线中心\n"


def found(content, name="people.xlsx"):
    """Return (location, code) of everything there is to say."""
    content = BytesIO(content) if isinstance(content, bytes) else content
    return [(f.location, f.code) for f in read(content, name=name).findings]


def zipped(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n \n", "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (PNG, "not_a_table"),
        (b"\xff\xd8\xff\xe0JFIF" + bytes(range(128, 255)), "not_a_table"),
        (zipped(readme="hello"), "not_a_table"),
        (b"PK\x03\x04 and then nothing", "broken_excel"),
        ("工号\x00".encode(), "not_a_table"),
        ('工号,姓名\n"QH1,甄新\n'.encode(), "broken_text"),
        ("名单\n甄新\n".encode(), "no_header"),
        ("工号,姓名\n".encode(), "no_rows"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(content, code):
    assert found(content) == [("people.xlsx", code)]


def test_a_bomb_is_refused_before_it_is_unpacked():
    huge = b"0" * (MAX_UNPACKED + 1)
    bomb = zipped(**{"[Content_Types].xml": b"", "xl__workbook.xml": huge})

    assert len(bomb) < 500_000
    assert found(bomb) == [("people.xlsx", "too_big")]


def test_entities_in_the_xml_are_refused():
    bomb = zipped(
        **{
            "[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
            "xl__workbook.xml": b"<x/>",
        }
    )

    assert found(bomb) == [("people.xlsx", "broken_excel")]


def test_a_workbook_cut_in_half_is_refused():
    content = table(someone()).getvalue()

    assert found(content[: len(content) // 2]) == [("people.xlsx", "broken_excel")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    content = TEXT.replace(",", delimiter).encode(encoding)

    rows = read(BytesIO(content), name="people.csv").rows

    assert [(r.number, r.values["name"]) for r in rows] == [
        ("QH0900", "甄新"),
        ("QH0901", "贾旧"),
    ]


def test_more_rows_than_allowed_are_refused(monkeypatch):
    monkeypatch.setattr("people.imports.reading.MAX_ROWS", 1)

    assert found(TEXT.encode()) == [("people.xlsx", "too_many_rows")]


def test_hidden_sheets_blank_rows_and_our_own_instructions_are_not_read():
    book = workbook(
        {
            "填写说明": [HEADER, ["QH0001", "例子"]],
            "旧": [HEADER, ["QH0002", "不读"]],
            "员工": [["名单"], HEADER, [], ["QH0900", "甄新"], [None, " \u200b"]],
        },
        hidden=["旧"],
    )

    content = read(book, name="people.xlsx")

    assert [(r.sheet, r.row, r.number) for r in content.rows] == [("员工", 4, "QH0900")]
    assert content.findings == []


def test_every_visible_sheet_with_a_header_is_read_and_others_are_named():
    book = workbook(
        {
            "一组": [HEADER, ["QH1", "甲"]],
            "备注": [["x"]],
            "二组": [HEADER, ["QH2", "乙"]],
        }
    )

    content = read(book, name="people.xlsx")

    assert [row.number for row in content.rows] == ["QH1", "QH2"]
    assert [(f.location, f.code) for f in content.findings] == [
        ("备注!A1", "sheet_unread")
    ]


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"姓名": None}, "B2", "needed"),
        ({"姓名": "=A2"}, "B2", "formula"),
        ({"姓名": "长" * 61}, "B2", "too_long"),
        ({"工号": "？？"}, "A2", "number_bad"),
        ({"工号": "Q" * 33}, "A2", "too_long"),
        ({"邮箱": "zhen@"}, "F2", "email_bad"),
        ({"邮箱": "zhen..xin@x.example"}, "F2", "email_bad"),
        ({"邮箱": "a b@x.example"}, "F2", "email_bad"),
        ({"手机": "1380013"}, "G2", "phone_bad"),
        ({"入职日期": "31.02."}, "H2", "day_bad"),
        ({"离职日期": "2026-02-30"}, "I2", "day_bad"),
        ({"直属主管工号": "——？"}, "E2", "number_bad"),
    ],
)
def test_a_wrong_cell_is_named(fields, place, code):
    assert found(table(someone(**fields))) == [(f"员工!{place}", code)]


def test_merged_cells_below_the_header_are_refused_and_a_title_is_not():
    below = workbook({"员工": [HEADER, ["QH1", "甲"], ["QH2", "乙"]]}, merged=["C2:C3"])
    title = workbook({"员工": [["名单"], HEADER, ["QH1", "甲"]]}, merged=["A1:D1"])

    assert found(below) == [("员工!C2", "merged")]
    assert found(title) == []


def test_an_error_of_excel_is_no_value():
    book = load_workbook(table(someone()))
    book.active["C2"] = "#N/A"

    assert found(saved(book)) == [("员工!C2", "broken_cell")]


def test_unknown_columns_warn_and_missing_ones_are_errors():
    strange = table(["QH1", "甲", "是"], header=["工号", "姓名", "党员"])
    without = table(["甲", "热线中心"], header=["姓名", "部门"])

    assert found(strange) == [("员工!C1", "column_unknown")]
    assert ("员工!A1", "column_missing") in found(without)


def test_full_width_digits_and_unseen_marks_are_folded():
    row = someone(
        "ｑｈ０９００\u200b", 手机="１３８００１３８０００", 邮箱="ZHEN@X.example"
    )

    content = read(table(row), name="people.xlsx")

    assert content.findings == []
    assert content.rows[0].number == "QH0900"
    assert content.rows[0].values["phone"] == "13800138000"
    assert content.rows[0].values["email"] == "zhen@x.example"


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    book = table(someone())
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'ref="A1:I2"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in parts[sheet]

    assert len(read(BytesIO(zipped(**parts)), name="x.xlsx").rows) == 1


def test_messages_are_in_the_readers_language():
    finding = read(table(someone(手机="1380013")), name="x.xlsx").findings[0]

    with translation.override("en"):
        english = finding.as_data()["message"]
    with translation.override("zh-hans"):
        chinese = finding.as_data()["message"]

    assert english.startswith("“1380013” is neither a mobile number")
    assert "手机号" in chinese


def test_the_template_is_read_without_complaint_and_offers_what_there_is(db, hotline):
    content = template_file()

    book = load_workbook(BytesIO(content))
    assert [sheet.sheet_state for sheet in book] == ["visible", "hidden", "visible"]
    assert [cell.value for cell in book["lists"]["A"]] == ["热线中心"]
    rules = book.worksheets[0].data_validations.dataValidation
    assert "lists!$A$1:$A$1" in {rule.formula1 for rule in rules}
    assert found(content, "people.xlsx") == [("people.xlsx", "no_rows")]


def test_the_corrected_file_says_beside_each_row_what_is_wrong():
    upload = table(
        someone(手机="12"), someone("QH0901"), someone("QH0902", 姓名="=1+1")
    )
    findings = read(upload, name="x.xlsx").findings

    made = corrected_file(upload, name="x.xlsx", findings=findings)

    rows = list(load_workbook(BytesIO(made)).active.values)
    assert rows[0][-1] in {"错误", "Errors"}
    assert rows[1][-1].startswith("G2: ")
    assert rows[2][-1] in {None, ""}
    assert rows[3][1] == "=1+1"
    again = read(BytesIO(made), name="x.xlsx")
    assert [f.code for f in again.findings] == ["phone_bad", "formula"]
