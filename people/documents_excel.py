"""The audit log, and all that is known of one person, as Excel files."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from people.imports.sheets_out import BOLD, cell_of
from people.personal_data.contract import Filled
from people.queries.audit_words import AuditLine

# Excel refuses longer names of sheets, and some signs in them.
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
AUDIT_WIDTHS = (18, 26, 14, 14, 14, 14, 24, 40, 70)


def audit_sheet(lines: Iterable[AuditLine], *, remark: str) -> bytes:
    """Return an .xlsx file with one row per line; the remark stands above them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_name(_("Audit log")))
    sheet.freeze_panes = "A3"
    _set_widths(sheet, AUDIT_WIDTHS)
    sheet.append([cell_of(sheet, remark)])
    _append_bold(
        sheet,
        [
            _("When"),
            _("What"),
            _("Who"),
            _("Number"),
            _("Concerns"),
            _("Number"),
            _("Thing"),
            _("Reason"),
            _("Changes"),
        ],
    )
    for line in lines:
        actor, person = line.entry.actor, line.entry.person
        row = [
            line.entry.at,
            line.action,
            line.actor,
            actor.employee_number if actor else "",
            person.name if person else "",
            person.employee_number if person else "",
            line.about,
            line.entry.reason,
            changes_in_words(line),
        ]
        sheet.append([cell_of(sheet, _plain(value)) for value in row])
    return _saved(book)


def changes_in_words(line: AuditLine) -> str:
    """Return what changed, one field a line."""
    parts = [f"{c.label}: {c.before or '–'} → {c.after or '–'}" for c in line.changes]
    if line.listed_count:
        parts.append(_("%(count)d people shown") % {"count": line.listed_count})
    return "\n".join(parts)


def data_book(sections: Sequence[Filled], *, title: str) -> bytes:
    """Return an .xlsx file about one person: first what there is, why and who sees
    it, then a sheet per section."""
    book = Workbook(write_only=True)
    first = book.create_sheet(_name(_("Contents")))
    _set_widths(first, (28, 10, 60, 60))
    first.append([cell_of(first, title)])
    _append_bold(
        first, [_("What"), _("Rows"), _("Why it is kept"), _("Who may see it")]
    )
    for filled in sections:
        section = filled.section
        row = [section.title, len(filled.records), section.why, section.seen_by]
        first.append([cell_of(first, _plain(value)) for value in row])
    for filled in sections:
        if filled.records:
            _append_section(book, filled)
    return _saved(book)


def _append_section(book: Workbook, filled: Filled) -> None:
    section = filled.section
    sheet = book.create_sheet(_name(str(section.title)))
    sheet.freeze_panes = "A2"
    _set_widths(sheet, [20] * len(section.columns))
    _append_bold(sheet, [str(label) for label in section.columns.values()])
    for record in filled.records:
        sheet.append(
            [
                cell_of(sheet, _plain(section.in_words(key, record[key])))
                for key in section.columns
            ]
        )


def _name(text: str) -> str:
    return text.translate(FORBIDDEN)[:LONGEST_NAME]


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    for letter, width in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", widths, strict=False):
        sheet.column_dimensions[letter].width = width


def _append_bold(sheet: WriteOnlyWorksheet, titles: Iterable[str]) -> None:
    cells = [cell_of(sheet, title) for title in titles]
    for cell in cells:
        cell.font = BOLD
    sheet.append(cells)


def _plain(value: object) -> object:
    """Return what a cell can hold: times of the site's zone without a zone."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if value is None or isinstance(value, date | int | Decimal):
        return value
    return str(value)


def _saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
