"""Static files as production serves them: hashed, compressed, one stylesheet."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";$', re.MULTILINE)
BUNDLE = "css/main.css"


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Put the files that main.css imports into it when static files are collected.

    The stylesheet is written as one file per component; a browser that had to follow
    forty imports would wait for each in turn.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if BUNDLE in paths and not dry_run:
            path = Path(self.path(BUNDLE))
            path.write_text(bundled(path), encoding="utf-8")
        yield from super().post_process(paths, dry_run, **options)


def bundled(path: Path) -> str:
    """Return the stylesheet with each @import replaced by the file it names."""

    def inline(match: re.Match[str]) -> str:
        return (path.parent / match["path"]).read_text(encoding="utf-8")

    return IMPORT.sub(inline, path.read_text(encoding="utf-8"))
