"""Tables of people as bytes, for imports in tests."""

from io import BytesIO

from openpyxl import Workbook

HEADER = [
    "工号",
    "姓名",
    "部门",
    "岗位",
    "直属主管工号",
    "邮箱",
    "手机",
    "入职日期",
    "离职日期",
]


def workbook(sheets, *, hidden=(), merged=()):
    """Return an .xlsx: sheet name → rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
        if name in hidden:
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return BytesIO(buffer.getvalue())


def table(*rows, header=HEADER, **options):
    """Return an .xlsx with one sheet of people; a dict is a row by header."""
    lines = [
        [row.get(title) for title in header] if isinstance(row, dict) else row
        for row in rows
    ]
    return workbook({"员工": [header, *lines]}, **options)


def someone(number="QH0900", **fields):
    """One complete row for somebody new."""
    row = {"工号": number, "姓名": "甄新", "部门": "热线中心", "岗位": "热线客服员"}
    return row | fields
