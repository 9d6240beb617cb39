"""Opening a table, by what is in the file and never by its name."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_ROWS = 50_000
MAX_COLUMNS = 40
# What the file may hold, unpacked: 50 000 rows are about 40 MB.
MAX_UNPACKED = 120 * 2**20
MAX_PARTS = 1_000
# Excel's own last row; beyond it a row number is a trap, not a table.
LAST_ROW = 1_048_576
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BOM = b"\xef\xbb\xbf"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="(\$?[A-Z]{1,3}\$?\d+)')
DELIMITERS = ",;\t"
# Drop-down lists of newer Excels and the like: nothing that is read here.
warnings.filterwarnings("ignore", module="openpyxl")


class FileRefused(Exception):
    """The file as a whole cannot be read; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes something; what it shows is not what it says."""

    text: str


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell that shows an error of Excel, such as #N/A."""

    text: str


Row = list[object]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One visible sheet: numbered rows from the top, and its merged cells."""

    name: str
    rows: Iterable[tuple[int, Row]]
    merged: list[str] = field(default_factory=list)
    since_1904: bool = False


@contextmanager
def sheets_of(content: BinaryIO, *, name: str) -> Iterator[list[Sheet]]:
    """Give the sheets of the file; rows are read while they are asked for.

    :raises FileRefused: if it is no table, here or while the rows are read
    """
    content.seek(0)
    head = content.read(8)
    content.seek(0)
    if not head:
        raise FileRefused("empty_file")
    if head.startswith(OLD_EXCEL):
        raise FileRefused("old_excel")
    if head.startswith(b"PK"):
        with _workbook(content) as sheets:
            yield sheets
    else:
        yield [_text_sheet(content.read(MAX_UNPACKED + 1), name=name)]


@contextmanager
def _workbook(content: BinaryIO) -> Iterator[list[Sheet]]:
    with _broken_is_refused():
        archive = zipfile.ZipFile(content)
    with archive:
        with _broken_is_refused():
            _refuse_bombs(archive)
            book = load_workbook(content, read_only=True, data_only=False)
            sheets = [
                Sheet(
                    name=sheet.title,
                    rows=_rows(sheet),
                    merged=_merged(archive, _path_of(sheet)),
                    since_1904=book.epoch.year == 1904,
                )
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        try:
            yield sheets
        finally:
            book.close()


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    """What zipfile, the XML parser and openpyxl stumble over is the file's fault."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ParseError,
        NotImplementedError,
        RuntimeError,
        LookupError,
        AttributeError,
        TypeError,
        ValueError,
        OSError,
        EOFError,
    ) as problem:
        raise FileRefused("broken_excel") from problem


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    # The sizes of the directory are binding: zipfile never unpacks more than that.
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise FileRefused("too_big")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefused("not_a_table")
    for part in parts:
        # Entities could grow without end; Excel never writes any.
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                if b"<!" in stream.read(1024).replace(b"<!--", b""):
                    raise FileRefused("broken_excel")


def _path_of(sheet: object) -> str:
    return str(sheet._worksheet_path)  # type: ignore[attr-defined]


def _merged(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the first cell of each merged range; openpyxl does not tell while
    it reads row by row."""
    found: list[str] = []
    with archive.open(path) as stream:
        tail = b""
        while chunk := stream.read(2**20):
            text = tail + chunk
            for match in MERGED.finditer(text):
                found.append(match[1].decode().replace("$", ""))
            # A tag may lie across two chunks; what was found is cut off.
            last = max(text.rfind(b">"), 0)
            tail = text[last:][-4096:]
    return found


def _rows(sheet: object) -> Iterator[tuple[int, Row]]:
    # What a sheet says about its size may be wrong, or a trap.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows = sheet.iter_rows(max_col=MAX_COLUMNS)  # type: ignore[attr-defined]
    with _broken_is_refused():
        for number, cells in enumerate(rows, 1):
            if number > LAST_ROW:
                raise FileRefused("too_many_rows")
            yield number, [_value(cell) for cell in cells]


def _value(cell: object) -> object:
    value: object = cell.value  # type: ignore[attr-defined]
    kind = cell.data_type if value is not None else "n"  # type: ignore[attr-defined]
    if kind == "f" or (isinstance(value, str) and value.startswith("=")):
        return Formula(str(getattr(value, "text", None) or value))
    if kind == "e":
        return BrokenCell(str(value))
    return value


def _text_sheet(content: bytes, *, name: str) -> Sheet:
    if len(content) > MAX_UNPACKED:
        raise FileRefused("too_big")
    text = _decoded(content)
    if not text.strip():
        raise FileRefused("empty_file")
    delimiter = _delimiter(text)
    return Sheet(name=name, rows=_text_rows(text, delimiter))


def _decoded(content: bytes) -> str:
    """Decode strictly: UTF-8 (with or without its mark), else what Excel in China
    writes, GB18030."""
    if b"\0" in content:
        raise FileRefused("not_a_table")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise FileRefused("not_a_table")


def _is_text(text: str) -> bool:
    """A picture, too, may happen to decode as GB18030."""
    sample = text[:4000]
    strange = sum(1 for c in sample if c < " " and c not in "\t\r\n")
    private = sum(1 for c in sample if "\ue000" <= c <= "\uf8ff")
    return strange == 0 and private * 20 <= len(sample)


def _delimiter(text: str) -> str:
    """Return whichever of comma, semicolon and tab the first lines hold most of."""
    head = "".join(text.splitlines(keepends=True)[:10])
    return max(DELIMITERS, key=head.count)


def _text_rows(text: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            yield number, [_text_value(cell) for cell in row[:MAX_COLUMNS]]
    except csv.Error as problem:
        raise FileRefused("broken_text") from problem


def _text_value(cell: str) -> object:
    # Programs write numbers as ="00123" to keep Excel from touching them; nobody
    # here should have to guess which of the two was meant.
    return Formula(cell) if cell.startswith("=") else (cell or None)
