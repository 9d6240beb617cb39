"""The uploaded rows with one more column: what is wrong in each."""

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from people.imports.files import Row, sheets_of
from people.imports.messages import sentence
from people.imports.reading import HEADER_WITHIN, HELP_SHEETS
from people.imports.report import Finding
from people.imports.sheets_out import BOLD, PALE, RED, cell_of
from people.rules.cells import key, plain
from people.rules.headers import REMARKS, recognise


def corrected_file(content: BinaryIO, *, name: str, findings: list[Finding]) -> bytes:
    """Return an .xlsx with every row of the file and what is wrong beside it.

    :raises FileRefused: if the file cannot be read at all
    """
    wrong = _by_row(findings)
    book = Workbook(write_only=True)
    with sheets_of(content, name=name) as sheets:
        for sheet in sheets:
            if key(sheet.name) in {key(name) for name in HELP_SHEETS}:
                continue
            rows = list(sheet.rows)
            out = book.create_sheet(sheet.name[:31].translate(_FORBIDDEN))
            old = _old_column(rows)
            width = max((_width(row) for _, row in rows), default=0)
            column = old if old is not None else width
            header = _header_row(rows)
            out.freeze_panes = f"A{header + 1}"
            out.column_dimensions[get_column_letter(column + 1)].width = 60
            for number, row in rows:
                said = wrong.get((sheet.name, number), [])
                cells = [cell_of(out, value) for value in (*row, *[None] * column)]
                note = _("Errors") if number == header else "\n".join(said)
                cells = [
                    *cells[:column],
                    cell_of(out, note),
                    *cells[column + 1 : width],
                ]
                for cell in cells:
                    if number == header:
                        cell.font = BOLD
                    elif said:
                        cell.fill = PALE
                if said:
                    cells[column].font = RED
                out.append(cells)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# Excel forbids these in the name of a sheet; a text file's name may have them.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def _by_row(findings: list[Finding]) -> dict[tuple[str, int], list[str]]:
    wrong: dict[tuple[str, int], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.row:
            cell = finding.location.rpartition("!")[2]
            text = sentence(finding.code, finding.values)
            wrong[finding.sheet, finding.row].append(f"{cell}: {text}")
    return wrong


def _width(row: Row) -> int:
    """How many cells the row has up to its last filled one."""
    filled = (index for index, value in enumerate(row, 1) if value is not None)
    return max(filled, default=0)


def _first(rows: list[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    return (pair for pair in rows[:HEADER_WITHIN])


def _header_row(rows: list[tuple[int, Row]]) -> int:
    for number, row in _first(rows):
        if recognise([plain(value) for value in row]):
            return number
    return 1


def _old_column(rows: list[tuple[int, Row]]) -> int | None:
    """Return the column of remarks that an earlier corrected file brought along."""
    header = _header_row(rows)
    for number, row in _first(rows):
        if number == header:
            for index, value in enumerate(row):
                if key(value) in REMARKS:
                    return index
    return None
