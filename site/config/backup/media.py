"""The files beside the database: saved as they are, put back by renaming."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from config.backup.archive import STAGING

# Public files anybody signed in may fetch; private ones only through a view.
STORAGES = {"public": "default", "private": "private"}


def folders() -> dict[str, Path]:
    """The folders of media on this machine's disk, by their name in the archive."""
    found = {}
    for name, alias in STORAGES.items():
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            found[name] = Path(storage.location)
    return found


def elsewhere() -> list[str]:
    """Storages that keep their files on another machine."""
    return sorted(set(STORAGES) - set(folders()))


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file below, by its path in the folder, in a fixed order."""
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if name != STAGING)
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


class Swap:
    """New media staged beside the old; exchanged by renames that can be undone.

    Inside the folders themselves: one may be a mount point, which has no other name.
    """

    def __init__(self) -> None:
        self.folders = folders()
        self.undo: list[tuple[Path, Path]] = []

    def staged(self, name: str) -> Path | None:
        """Where to write a member such as media/public/a.png; None: nowhere here."""
        _media, storage, *rest = name.split("/")
        folder = self.folders.get(storage)
        if folder is None:
            return None
        path = folder.joinpath(STAGING, "new", *rest)
        mode = 0o700 if storage == "private" else 0o755
        for parent in reversed(path.relative_to(folder).parents):
            (folder / parent).mkdir(mode=mode, parents=True, exist_ok=True)
        return path

    def exchange(self) -> None:
        """Put the new files in the place of the old ones."""
        for folder in self.folders.values():
            new, old = folder / STAGING / "new", folder / STAGING / "old"
            for path in (new, old):
                path.mkdir(parents=True, exist_ok=True)
            kept = [p for p in folder.iterdir() if p.name != STAGING]
            self._move(kept, old)
            self._move(list(new.iterdir()), folder)

    def put_back(self) -> None:
        """Undo the exchange, however far it came."""
        while self.undo:
            now, before = self.undo.pop()
            now.rename(before)

    def clear(self) -> None:
        """Remove what is staged: the new files, or after an exchange the old ones."""
        for folder in self.folders.values():
            shutil.rmtree(folder / STAGING, ignore_errors=True)

    def _move(self, paths: list[Path], into: Path) -> None:
        for path in paths:
            target = into / path.name
            path.rename(target)
            self.undo.append((target, path))
