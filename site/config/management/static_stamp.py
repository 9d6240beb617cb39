"""Know whether the collected static files are still those of this checkout."""

import hashlib
from pathlib import Path

from django.conf import settings


def _digest() -> str:
    """Hash what the files come from: the pinned packages and our own folder."""
    parts = [(Path(settings.BASE_DIR) / "requirements.txt").read_bytes()]
    own = Path(settings.SITE_DIR) / "static"
    for path in sorted(p for p in own.rglob("*") if p.is_file()):
        parts += [str(path.relative_to(own)).encode(), path.read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".stamp"


def static_is_current() -> bool:
    stamp = _stamp()
    return stamp.exists() and stamp.read_text() == _digest()


def stamp_static() -> None:
    _stamp().write_text(_digest())
