"""The blocks of a starter file, as a StreamField stores them."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from courses.starter_files.reading import File, Mapping, Sequence

TONES = ("example", "note", "warning")
# Only what the editor of the back office can do too; HTML is escaped.
MARKDOWN = MarkdownIt("zero").enable(["emphasis", "list"])
# Anchors in pages are made of block ids: the same file gives the same ids.
_IDS = uuid.UUID("6b0d3a52-9f0e-4a53-8f0e-0f6f3f8f7c11")


def stream(file: File, values: Sequence, *, key: str) -> list[dict[str, Any]]:
    """Return the blocks in the stored form; wrong ones become problems."""
    blocks = []
    for place, (value, line) in enumerate(zip(values, values.lines, strict=True)):
        block = file.mapping(value, line)
        if len(block) != 1:
            if block:
                file.report(line, _("A block has exactly one kind."))
            continue
        kind, content = next(iter(block.items()))
        read = _KINDS.get(kind)
        if read is None:
            file.report(line, _("Unknown kind of block: %(kind)s") % {"kind": kind})
            continue
        identity = uuid.uuid5(_IDS, f"{key}/{place}/{kind}")
        stored = read(file, content, line)
        blocks.append({"type": kind, "value": stored, "id": str(identity)})
    return blocks


def _text(file: File, content: Any, line: int) -> str:
    return MARKDOWN.render(_string(file, content, line)).strip()


def _string(file: File, content: Any, line: int) -> str:
    if isinstance(content, str) and content.strip():
        return content.strip()
    file.report(line, _("Expected text."))
    return ""


def _steps(file: File, content: Any, line: int) -> dict[str, Any]:
    data = file.mapping(content, line)
    file.only(data, {"title", "items"})
    rows = file.items(data, "items")
    items = []
    for value, at in zip(rows, rows.lines, strict=True):
        item = file.mapping(value, at)
        file.only(item, {"title", "text"})
        text = file.text(item, "text", required=False)
        items.append({"title": file.text(item, "title", longest=80), "text": text})
    return {"title": file.text(data, "title", required=False), "items": items}


def _do_dont(file: File, content: Any, line: int) -> dict[str, Any]:
    data = file.mapping(content, line)
    file.only(data, {"title", "do", "dont"})
    return {
        "title": file.text(data, "title", required=False),
        "do": file.texts(file.items(data, "do")),
        "dont": file.texts(file.items(data, "dont")),
    }


def _table(file: File, content: Any, line: int) -> dict[str, Any]:
    data = file.mapping(content, line)
    file.only(data, {"caption", "columns", "rows"})
    columns = file.texts(file.items(data, "columns"))
    rows = file.items(data, "rows")
    values = []
    for row, at in zip(rows, rows.lines, strict=True):
        cells = file.texts(row) if isinstance(row, Sequence) else []
        if len(cells) != len(columns):
            file.report(at, _("The row does not have as many cells as columns."))
        values.append({"values": cells})
    return {
        "caption": file.text(data, "caption", required=False),
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": values,
    }


def _callout(file: File, content: Any, line: int) -> dict[str, Any]:
    data = file.mapping(content, line)
    file.only(data, {"tone", "title", "text"})
    return {
        "tone": file.choice(data, "tone", options=TONES),
        "title": file.text(data, "title", required=False, longest=80),
        "text": file.text(data, "text"),
    }


def _legal(file: File, content: Any, line: int) -> dict[str, Any]:
    data = file.mapping(content, line)
    file.only(data, {"statute", "article", "text", "checked_on"})
    return {
        "statute": file.text(data, "statute", longest=120),
        "article": file.text(data, "article", required=False, longest=60),
        "text": file.text(data, "text"),
        "checked_on": _day(file, data),
    }


def _day(file: File, data: Mapping) -> str:
    day = data.get("checked_on")
    if isinstance(day, date):
        return day.isoformat()
    line = data.lines.get("checked_on", data.line)
    file.report(line, _("checked_on must be a day such as 2025-04-30"))
    return ""


def _key_points(file: File, content: Any, line: int) -> list[str]:
    if isinstance(content, Sequence) and content:
        return file.texts(content)
    file.report(line, _("Expected a list of points."))
    return []


_KINDS: dict[str, Callable[[File, Any, int], Any]] = {
    "text": _text,
    "heading": _string,
    "steps": _steps,
    "do_dont": _do_dont,
    "table": _table,
    "callout": _callout,
    "legal": _legal,
    "key_points": _key_points,
}
