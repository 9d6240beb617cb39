"""What an archive says about itself; its last member, written when all else is in."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = "manifest.json"
# Raised when an older restore could no longer read what a newer backup writes.
FORMAT = 1
MADE_BY = "waybill-academy"


class Unusable(Exception):
    """The archive cannot be used for what was asked; nothing has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Manifest:
    """Where an archive comes from and everything that is in it."""

    created_at: str
    # "sqlite" or "postgresql": an archive goes back into the kind it came from.
    database: str
    app_version: str
    # The applied migrations of each app, sorted.
    migrations: dict[str, list[str]]
    format: int = FORMAT
    made_by: str = MADE_BY
    # Rows in each table.
    tables: dict[str, int] = field(default_factory=dict)
    # The last value of each sequence (PostgreSQL); null: never used.
    sequences: dict[str, int | None] = field(default_factory=dict)
    files: dict[str, FileEntry] = field(default_factory=dict)
    # Storages whose files are not on this machine's disk, so not in the archive.
    elsewhere: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    @property
    def media(self) -> int:
        return sum(name.startswith("media/") for name in self.files)

    def as_bytes(self) -> bytes:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode()


def read(content: bytes) -> Manifest:
    """Turn a manifest.json back into a Manifest.

    :raises Unusable: when it is none of ours, damaged, or of a newer format
    """
    try:
        data: dict[str, Any] = json.loads(content)
        if data["made_by"] != MADE_BY:
            raise Unusable("this is not a backup of this site")
        newer = int(data["format"]) > FORMAT
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable("the archive is damaged: its manifest cannot be read") from error
    if newer:
        raise Unusable(
            f"the archive has format {data['format']}; this version reads up to "
            f"{FORMAT}: restore it with the version that made it, or a newer one"
        )
    try:
        files = {name: FileEntry(**entry) for name, entry in data["files"].items()}
        return Manifest(**data | {"files": files})
    except (TypeError, AttributeError) as error:
        raise Unusable("the archive is damaged: its manifest cannot be read") from error


def app_version() -> str:
    """Return the newest heading of the changelog, so it cannot drift from it."""
    path = Path(settings.BASE_DIR) / "CHANGELOG.md"
    found = re.search(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""
