"""Rows of cells → rows of values, and what is wrong in which cell."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter

from people.imports.files import (
    MAX_ROWS,
    BrokenCell,
    FileRefused,
    Formula,
    Sheet,
    sheets_of,
)
from people.imports.report import Finding
from people.rules import days, employee_numbers, phones
from people.rules.cells import folded, key, means_nothing, plain
from people.rules.headers import Columns, recognise

HEADER_WITHIN = 10
# Ours, in the template: an example nobody means.
HELP_SHEETS = frozenset({"填写说明", "how to fill in"})
LIMITS = {"number": 32, "name": 60, "email": 254, "phone": 32}
LANGUAGES = {
    "zh-hans": ("zh", "zh-hans", "zh-cn", "cn", "中文", "简体中文", "汉语", "chinese"),
    "en": ("en", "en-us", "en-gb", "english", "英文", "英语"),
}
_LANGUAGES = {word: code for code, words in LANGUAGES.items() for word in words}
EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})",
)
CLEARABLE = {
    "email": "",
    "phone": "",
    "manager": None,
    "language": "",
    "probation_ends_on": None,
}
DAYS = ("hired_on", "probation_ends_on", "left_on")
TICK = 500


@dataclass(slots=True, kw_only=True)
class ReadRow:
    """One person as the file has them; `values` holds what could be read."""

    sheet: str
    row: int
    columns: Columns
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    is_complete: bool = True

    def location(self, name: str) -> str:
        index = self.columns.fields.get(name, self.columns.fields.get("number", 0))
        return f"{self.sheet}!{get_column_letter(index + 1)}{self.row}"


@dataclass(slots=True, kw_only=True)
class Table:
    """Everything a file says."""

    rows: list[ReadRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        row: ReadRow,
        name: str,
        code: str,
        *,
        is_error: bool = True,
        **values: Any,
    ) -> None:
        self.findings.append(
            Finding(
                location=row.location(name),
                code=code,
                values=values,
                is_error=is_error,
                sheet=row.sheet,
                row=row.row,
            )
        )


def read(
    content: BinaryIO, *, name: str, tick: Callable[[int], None] = lambda done: None
) -> Table:
    """Read the file; what is wrong with it is in the table's findings."""
    table = Table()
    try:
        with sheets_of(content, name=name) as sheets:
            found = [_read_sheet(table, sheet, tick) for sheet in sheets]
        if not any(found):
            raise FileRefused("no_header")
        if not table.rows and not any(finding.is_error for finding in table.findings):
            raise FileRefused("no_rows")
    except FileRefused as refusal:
        table.rows.clear()
        table.findings = [Finding(location=name, code=refusal.code)]
    return table


def _read_sheet(table: Table, sheet: Sheet, tick: Callable[[int], None]) -> bool:
    """Read one sheet; return whether it is a table of people at all."""
    if key(sheet.name) in {key(name) for name in HELP_SHEETS}:
        return False
    rows = iter(sheet.rows)
    columns, header_row, anything = _header(rows)
    if columns is None:
        if anything:
            table.findings.append(
                Finding(
                    location=f"{sheet.name}!A1", code="sheet_unread", is_error=False
                )
            )
        return False
    table.findings += _about_columns(sheet, columns, header_row)
    for cell in sheet.merged:
        row = int(re.sub(r"\D", "", cell))
        # A merged title above the columns does no harm.
        if row >= header_row:
            table.findings.append(
                Finding(
                    location=f"{sheet.name}!{cell}",
                    code="merged",
                    sheet=sheet.name,
                    row=row,
                )
            )
    for number, cells in rows:
        if not any(_is_filled(value) for value in cells):
            continue
        if len(table.rows) >= MAX_ROWS:
            raise FileRefused("too_many_rows")
        read_row = ReadRow(sheet=sheet.name, row=number, columns=columns)
        _read_cells(table, read_row, cells, since_1904=sheet.since_1904)
        table.rows.append(read_row)
        if len(table.rows) % TICK == 0:
            tick(len(table.rows))
    return True


def _is_filled(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or plain(value) != "")


def _header(
    rows: Iterator[tuple[int, list[object]]],
) -> tuple[Columns | None, int, bool]:
    """Return the columns, the header's row number, and whether anything was there."""
    anything = False
    for number, cells in rows:
        anything = anything or any(_is_filled(value) for value in cells)
        columns = recognise([plain(value) for value in cells])
        if columns is not None:
            return columns, number, True
        if number >= HEADER_WITHIN:
            break
    return None, 0, anything


def _about_columns(sheet: Sheet, columns: Columns, row: int) -> list[Finding]:
    def at(index: int) -> str:
        return f"{sheet.name}!{get_column_letter(index + 1)}{row}"

    found = [
        Finding(location=at(0), code="column_missing", values={"field": name})
        for name in columns.missing
    ]
    found += [
        Finding(location=at(index), code="column_twice", values={"field": name})
        for index, name in columns.twice.items()
    ]
    found += [
        Finding(
            location=at(index),
            code="column_unknown",
            values={"text": text},
            is_error=False,
        )
        for index, text in columns.unknown.items()
    ]
    return found


def _read_cells(
    table: Table, row: ReadRow, cells: Sequence[object], *, since_1904: bool
) -> None:
    for name, index in row.columns.fields.items():
        value = cells[index] if index < len(cells) else None
        problem = _read_cell(row, name, value, since_1904=since_1904)
        if problem:
            code, values = problem
            table.add(row, name, code, **values)
            row.is_complete = False


Problem = tuple[str, dict[str, Any]]


def _read_cell(
    row: ReadRow, name: str, value: object, *, since_1904: bool
) -> Problem | None:
    """Put the cell's value into the row, or return what is wrong with it."""
    if isinstance(value, Formula):
        return "formula", {}
    if isinstance(value, BrokenCell):
        return "broken_cell", {"text": value.text}
    text = plain(value) if name == "name" else folded(value)
    if not text:
        if name in row.columns.fields and name in ("number", "name"):
            return "needed", {"field": name}
        return None
    if len(text) > LIMITS.get(name, 400):
        return "too_long", {"field": name, "limit": LIMITS.get(name, 400)}
    if name in CLEARABLE and means_nothing(text):
        row.values[name] = CLEARABLE[name]
        return None
    if name in DAYS:
        return _read_day(row, name, value, text, since_1904=since_1904)
    return _READERS[name](row, text)


def _read_day(
    row: ReadRow, name: str, value: object, text: str, *, since_1904: bool
) -> Problem | None:
    try:
        row.values[name] = days.read(value, since_1904=since_1904)
    except days.NotADay:
        return "day_bad", {"text": text}
    return None


def _read_number(row: ReadRow, text: str) -> Problem | None:
    row.number = employee_numbers.normalise(text)
    return None if row.number else ("number_bad", {"text": text})


def _read_manager(row: ReadRow, text: str) -> Problem | None:
    number = employee_numbers.normalise(text)
    row.values["manager"] = number
    return None if number else ("number_bad", {"text": text})


def _read_email(row: ReadRow, text: str) -> Problem | None:
    email = text.lower()
    row.values["email"] = email
    is_good = EMAIL.fullmatch(email) and ".." not in email and email[0] != "."
    return None if is_good and ".@" not in email else ("email_bad", {"text": text})


def _read_phone(row: ReadRow, text: str) -> Problem | None:
    number = phones.normalise(text)
    row.values["phone"] = number
    return None if number else ("phone_bad", {"text": text})


def _read_language(row: ReadRow, text: str) -> Problem | None:
    language = _LANGUAGES.get(key(text))
    row.values["language"] = language
    return None if language else ("language_bad", {"text": text})


def _keep(name: str) -> Callable[[ReadRow, str], Problem | None]:
    def keep(row: ReadRow, text: str) -> Problem | None:
        row.values[name] = text
        return None

    return keep


_READERS: dict[str, Callable[[ReadRow, str], Problem | None]] = {
    "number": _read_number,
    "name": _keep("name"),
    # Looked up later, against what the database knows.
    "department": _keep("department"),
    "post": _keep("post"),
    "manager": _read_manager,
    "email": _read_email,
    "phone": _read_phone,
    "language": _read_language,
}
