"""The language catalogues: extracted, checked and compiled without gettext binaries."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("people", "quizzes", "courses", "evaluations", "site/config")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_path(locale: str = "zh_Hans") -> Path:
    return Path(settings.SITE_DIR) / "locale" / locale / "LC_MESSAGES" / "django.po"


def extracted() -> Catalog:
    """Return every message of the source, with where it stands."""
    found = Catalog(locale="zh_Hans", domain="django", project="Waybill Academy")
    for path, source in _sources():
        for line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS
        ):
            found.add(message, locations=[(path, line)], context=context)
    return found


def _sources() -> Iterator[tuple[str, str]]:
    root = Path(settings.BASE_DIR)
    for app in APPS:
        for file in sorted((root / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(root)), file.read_text(encoding="utf-8")
    for file in sorted((Path(settings.SITE_DIR) / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            # Translatable parts become Python calls, the rest becomes X's; without
            # its indentation that is Python enough to be read as such.
            code = templatize(file.read_text(encoding="utf-8"), origin=str(file))
            lines = [line.strip() for line in code.splitlines()]
            yield str(file.relative_to(root)), "\n".join(lines)


def load(path: Path) -> Catalog:
    """Read a catalogue, or give an empty one."""
    if not path.exists():
        return Catalog(locale="zh_Hans", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def update(path: Path) -> Catalog:
    """Bring the catalogue up to the source; translations that fit are kept."""
    current = load(path)
    current.update(extracted(), no_fuzzy_matching=True)
    current.obsolete.clear()
    # A new catalogue's head is marked fuzzy, and then left out of the .mo.
    current.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            current,
            width=0,
            omit_header=False,
            sort_output=True,
            no_location=True,
            ignore_obsolete=True,
        )
    return current


def untranslated(path: Path) -> list[str]:
    """Name every message of the source that has no translation in the catalogue."""
    current = load(path)
    missing = []
    for message in extracted():
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        known = current.get(key, message.context)
        text = known.string if known else ""
        filled = all(text) if isinstance(text, tuple | list) else bool(text)
        if not filled or (known and known.fuzzy):
            missing.append(str(key))
    return missing


def compile_all() -> int:
    """Write a .mo beside each .po that is newer; return how many were written."""
    written = 0
    for path in sorted((Path(settings.SITE_DIR) / "locale").rglob("*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with target.open("wb") as file:
            write_mo(file, load(path))
        written += 1
    return written
