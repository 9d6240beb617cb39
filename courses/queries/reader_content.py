"""What readers see of a page: as plain data for its hash, in words for comparing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from re import sub
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from people.rules.content_hashes import content_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field or a block of a page, in words."""

    # The same in every revision, unless the block was made anew.
    key: str
    label: str
    text: str


def hash_of(page: Page) -> str:
    """Return the hash of what readers see of this page, as it is in memory."""
    return content_hash(canonical(page))


def as_page(revision: Revision) -> Page:
    """Return the page as the revision has it."""
    page: Page = revision.as_object()
    return page


def canonical(page: Any) -> dict[str, Any]:
    """Return all that readers see, without what is only for the database."""
    return {
        "type": page._meta.label_lower,
        **{name: _plain(page, name) for name in page.reader_fields},
    }


def _plain(page: Any, name: str) -> Any:
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        return _without_ids(getattr(page, name).get_prep_value())
    if field.one_to_many:
        return [row.points_to_number for row in _children(page, name)]
    if isinstance(field, models.ForeignKey):
        return getattr(page, field.attname)
    value = getattr(page, name)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _without_ids(value: Any) -> Any:
    """Blocks get new ids when they are copied or loaded anew; nobody sees them."""
    if isinstance(value, dict):
        is_block = {"type", "value", "id"} >= set(value) >= {"type", "value"}
        return {
            key: _without_ids(inner)
            for key, inner in value.items()
            if not (is_block and key == "id")
        }
    if isinstance(value, list | tuple):
        return [_without_ids(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _children(page: Any, name: str) -> list[Any]:
    """The rows of a child relation, in their order: for now related entries."""
    return sorted(getattr(page, name).all(), key=lambda row: row.sort_order or 0)


def parts(page: Any) -> list[Part]:
    """Return the page's fields and blocks in reading order; empty ones are left out."""
    found = [part for name in page.reader_fields for part in _parts_of(page, name)]
    return [part for part in found if part.text]


def _parts_of(page: Any, name: str) -> Iterator[Part]:
    field = page._meta.get_field(name)
    value = getattr(page, name, None)
    if isinstance(field, StreamField):
        for block in value or []:
            yield Part(
                key=block.id or "",
                label=str(block.block.label),
                text=_words(block.block, block.value).strip(),
            )
        return
    if field.one_to_many:
        label = field.related_model._meta.verbose_name_plural
        text = "\n".join(row.points_to for row in _children(page, name))
    else:
        label, text = field.verbose_name, _in_words(value)
        # A page's title is what its own panel calls it.
        label = page.reader_labels.get(name, label)
    yield Part(key=name, label=_capital(str(label)), text=text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Page):
        return value.specific_deferred.get_admin_display_title()
    return str(value)


COLON = gettext_lazy("%(label)s: %(text)s")


def _words(block: blocks.Block, value: Any) -> str:
    """A block's value as a reader would read it aloud, line by line."""
    if isinstance(block, TypedTableBlock):
        return _table(value)
    if isinstance(block, blocks.StructBlock):
        lines = [
            COLON % {"label": inner.label, "text": text}
            for name, inner in block.child_blocks.items()
            if (text := _words(inner, value.get(name)))
        ]
        return "\n".join(lines)
    if isinstance(block, blocks.ListBlock):
        items = [_words(block.child_block, item) for item in value or []]
        return "\n".join(f"· {item}" for item in items if item)
    if isinstance(block, blocks.RichTextBlock):
        return _rich(value.source if value else "")
    if isinstance(block, blocks.ChoiceBlock):
        choices = dict(block.field.choices)
        return str(choices.get(value, value or ""))
    return _in_words(value)


def _table(table: TypedTable | None) -> str:
    if not table:
        return ""
    rows = [[column["heading"] for column in table.columns]]
    rows += [[_words(cell.block, cell.value) for cell in row] for row in table.rows]
    return "\n".join(" | ".join(row) for row in rows)


def _rich(html: str) -> str:
    text = sub(r"<li\b[^>]*>", "· ", html)
    text = sub(r"</(p|li|h[1-6])>|<br\s*/?>", "\n", text)
    lines = [line.strip() for line in unescape(strip_tags(text)).splitlines()]
    return "\n".join(line for line in lines if line)
