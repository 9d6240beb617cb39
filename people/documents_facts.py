"""The report of company facts as an Excel sheet."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from people.imports.sheets_out import BOLD, cell_of
from people.queries.fact_report import FactLine

WIDTHS = (28, 24, 16, 14, 24, 14, 24, 14, 20, 60, 10)


def facts_sheet(lines: Iterable[FactLine]) -> bytes:
    """Return an .xlsx file with one line per fact."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Company facts"))
    sheet.freeze_panes = "B2"
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[index]].width = width
    titles = [cell_of(sheet, title) for title in _titles()]
    for title in titles:
        title.font = BOLD
    sheet.append(titles)
    for line in lines:
        current, planned = line.current, line.planned
        row = [
            line.fact.display_name,
            line.fact.key,
            line.fact.get_kind_display(),
            str(line.state_label),
            current.display_value if current else "",
            current.valid_from if current else None,
            planned.display_value if planned else "",
            planned.valid_from if planned else None,
            line.owner_in_words,
            "\n".join(text.label for text in line.uses),
            len(line.marks),
        ]
        sheet.append([cell_of(sheet, value) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _titles() -> list[str]:
    return [
        pgettext("company fact", "Name"),
        _("Key"),
        pgettext("company fact", "Kind"),
        _("State"),
        pgettext("company fact", "Value"),
        _("Valid from"),
        _("Next value"),
        _("Next value from"),
        _("Who fills it"),
        _("Used in"),
        _("To review"),
    ]
