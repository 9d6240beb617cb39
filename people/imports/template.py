"""The empty table to fill in."""

from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from people.imports import directory as directories
from people.imports.reading import DAYS, HELP_SHEETS
from people.imports.sheets_out import BOLD, DAY_FORMAT
from people.rules.cells import key
from people.rules.headers import HEADERS, REQUIRED
from people.rules.named_things import Named

# Rows that are prepared with formats and lists.
ROWS = 2000
WIDTHS = {"number": 14, "name": 14, "department": 30, "post": 20, "email": 30}
HEAD = PatternFill("solid", fgColor="F3EDE7")
LISTS = "lists"


def template_file() -> bytes:
    """Return an .xlsx with the columns, lists to choose from and an example."""
    known = directories.load()
    chinese = not (get_language() or "").startswith("en")
    departments = _unique_names(list(known.departments.values()))
    posts = _unique_names(list(known.posts.values()))
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "员工" if chinese else "People"
    _fill(sheet, chinese=chinese)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for column, names in (("A", departments), ("B", posts)):
        for index, name in enumerate(names, 1):
            lists[f"{column}{index}"] = name
    _choose_from(sheet, "department", "A", len(departments))
    _choose_from(sheet, "post", "B", len(posts))
    _choose(sheet, "language", '"中文,English"')
    _help(book.create_sheet(_help_title(chinese)), departments, posts, chinese)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _help_title(chinese: bool) -> str:
    titles = sorted(HELP_SHEETS)
    return next(t for t in titles if t.isascii() is not chinese).capitalize()


def _title(name: str, *, chinese: bool) -> str:
    titles = HEADERS[name]
    if chinese:
        return titles[0]
    return next(title for title in titles if title.isascii()).capitalize()


def _unique_names(things: list[Named]) -> list[str]:
    """Return what to write for each: its name, or its path where names repeat."""
    names = [key(thing.path[-1][0]) for thing in things]
    return [
        thing.path[-1][0] if names.count(name) == 1 else thing.title
        for thing, name in zip(things, names, strict=True)
    ]


def _fill(sheet: Worksheet, *, chinese: bool) -> None:
    sheet.freeze_panes = "C2"
    for index, name in enumerate(HEADERS, 1):
        letter = get_column_letter(index)
        cell = sheet[f"{letter}1"]
        star = "*" if name in REQUIRED else ""
        cell.value, cell.font, cell.fill = _title(name, chinese=chinese), BOLD, HEAD
        cell.value += star
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 16)
        # Text keeps the zeros in front of a number; days are days.
        form = DAY_FORMAT if name in DAYS else "@"
        for row in range(2, ROWS + 2):
            sheet.cell(row=row, column=index).number_format = form


def _choose_from(sheet: Worksheet, name: str, column: str, count: int) -> None:
    if count:
        _choose(sheet, name, f"{LISTS}!${column}$1:${column}${count}")


def _choose(sheet: Worksheet, name: str, choices: str) -> None:
    rule = DataValidation(type="list", formula1=choices, allow_blank=True)
    # A key or a path is right, too.
    rule.showErrorMessage = False
    letter = get_column_letter(list(HEADERS).index(name) + 1)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")
    sheet.add_data_validation(rule)


def _help(
    sheet: Worksheet, departments: list[str], posts: list[str], chinese: bool
) -> None:
    example = {
        "number": "QH0123",
        "name": "张三" if chinese else "Zhang San",
        "department": departments[-1] if departments else "",
        "post": posts[0] if posts else "",
        "manager": "QH0001",
        "email": "zhang.san@example.com",
        "phone": "13800138000",
        "hired_on": "2026-11-16",
        "probation_ends_on": "2027-02-15",
        "left_on": "",
        "language": "中文" if chinese else "English",
    }
    notes = {
        "number": _("Needed. What the person signs in with; it never changes."),
        "name": _("Needed."),
        "department": _(
            "Name or key, or the path A/B/C where a name is there twice. Needed for "
            "somebody new."
        ),
        "post": _("Name or key. Needed for somebody new."),
        "manager": _("The number of somebody here or in this file. “-” takes it away."),
        "email": _("One person's alone. “-” takes it away."),
        "phone": _("Mobile, or landline with its area code. “-” takes it away."),
        "hired_on": _("Like 2026-11-16."),
        "probation_ends_on": _("The last day of probation. “-” takes it away."),
        "left_on": _(
            "The first day the person no longer works here. From that day they cannot "
            "sign in. Nobody leaves by being missing from the file."
        ),
        "language": _("中文 or English; empty follows the browser."),
    }
    sheet.append([_("Column"), _("Example"), _("What to know")])
    for name in HEADERS:
        sheet.append([_title(name, chinese=chinese), example[name], notes[name]])
    sheet.append([])
    sheet.append([_("An empty cell changes nothing. This sheet is not read.")])
    for letter, width in (("A", 22), ("B", 28), ("C", 90)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = BOLD
    for row in sheet[f"C2:C{len(HEADERS) + 1}"]:
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
