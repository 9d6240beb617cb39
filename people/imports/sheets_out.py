"""Cells and columns of the Excel files that go back to people."""

from datetime import date

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from people.imports.files import BrokenCell, Formula

BOLD = Font(bold=True)
RED = Font(color="B42318")
PALE = PatternFill("solid", fgColor="FDECEA")
DAY_FORMAT = "yyyy-mm-dd"


def cell_of(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    """Return a cell that shows the value and never computes anything."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Formula | BrokenCell):
        value = value.text
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    else:
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, date):
            cell.number_format = DAY_FORMAT
    return cell
