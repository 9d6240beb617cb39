"""The people report as an Excel sheet."""

from collections.abc import Iterable
from io import BytesIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from courses.queries.reports import Row

WIDTHS = (14, 12, 20, 18, 12, 12, 10, 12, 10, 10, 18, 18)


def people_sheet(
    lines: Iterable[Row], *, course: str, state_labels: dict[str, str]
) -> bytes:
    """Return an .xlsx file with one line per person."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("People and results"))
    sheet.freeze_panes = "C3"
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJKL"[index]].width = width
    sheet.append([_text(sheet, course, bold=True)])
    sheet.append([_text(sheet, title, bold=True) for title in _titles()])
    zone = ZoneInfo(settings.TIME_ZONE)
    for line in lines:
        issued = line.issued_at.astimezone(zone).date() if line.issued_at else None
        sheet.append(
            [
                _text(sheet, line.employee_number),
                _text(sheet, line.name),
                _text(sheet, line.department),
                _text(sheet, line.post),
                _text(sheet, line.manager),
                _text(sheet, state_labels[line.state]),
                line.percent,
                line.due_on,
                line.best_grade,
                line.attempts,
                _text(sheet, line.certificate_number),
                issued,
            ]
        )
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _titles() -> list[str]:
    return [
        _("Employee number"),
        _("Name"),
        _("Department"),
        _("Post"),
        _("Line manager"),
        _("State"),
        _("Progress %"),
        _("Due on"),
        _("Best grade"),
        _("Attempts"),
        _("Certificate"),
        _("Issued on"),
    ]


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Cell:
    """Make a cell of plain text: a name that starts with "=" is no formula."""
    cell = WriteOnlyCell(sheet)
    # A control character, pasted in with a name, would refuse the whole sheet.
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    if bold:
        cell.font = Font(bold=True)
    return cell
