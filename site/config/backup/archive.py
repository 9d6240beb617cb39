"""Writing and reading the archive as a stream: memory does not grow with its size."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from config.backup.manifest import NAME, FileEntry, Manifest, Unusable, read

CHUNK = 1 << 20
MANIFEST_MOST = 256 << 20
# Where restoring stages files inside the media folders; never part of an archive.
STAGING = ".restore"
DAMAGED = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)
# A place for a member's bytes: called with its name, gives a file to write to, or
# None where the bytes are only to be checked.
Place = Callable[[str], BinaryIO | None]


class Writer:
    """Adds files to an archive and keeps their hashes for its manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.files: dict[str, FileEntry] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is at this moment.

        :raises FileNotFoundError: when it is gone
        """
        with path.open("rb") as source:
            status = os.fstat(source.fileno())
            hashing = _Hashing(source, status.st_size)
            self.tar.addfile(_member(name, status.st_size, status.st_mtime), hashing)
        self.files[name] = FileEntry(
            size=status.st_size, sha256=hashing.digest.hexdigest()
        )

    def finish(self, manifest: Manifest) -> None:
        manifest.files = self.files
        content = manifest.as_bytes()
        self.tar.addfile(_member(NAME, len(content), 0), io.BytesIO(content))


class _Hashing(io.RawIOBase):
    """Reads exactly `size` bytes of a file and hashes them on their way."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self.source, self.left = source, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        content = self.source.read(wanted)
        self.left -= len(content)
        self.digest.update(content)
        return content


def _member(name: str, size: int, modified: float) -> tarfile.TarInfo:
    # No owner and no names of this machine; nobody but the owner may read it.
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(modified), 0o600
    return info


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive; it has its name only when it is complete."""
    partial = path.with_name(path.name + ".partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            # No name and no time in the header: they say nothing.
            gzip.GzipFile("", "wb", compresslevel=5, fileobj=raw, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Writer(tar)
        with partial.open("rb") as whole:
            os.fsync(whole.fileno())
        partial.rename(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def reading(path: Path, place: Place) -> Manifest:
    """Read the whole archive, check it, and put its files where `place` says.

    What was placed must not be used when this raises.

    :raises Unusable: when anything is missing, changed, or more than the manifest says
    """
    seen: dict[str, FileEntry] = {}
    manifest = None
    try:
        with gzip.open(path) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or not _is_safe(member.name) or member.name in seen:
                    raise Unusable(f"the archive is damaged: {member.name!r}")
                if member.name == NAME:
                    manifest = read(source.read(MANIFEST_MOST))
                else:
                    seen[member.name] = _copy(source, place(member.name))
            # What follows the last member must be sound too: gzip checks its sum.
            while packed.read(CHUNK):
                pass
    except DAMAGED as error:
        raise Unusable(
            "the archive is damaged: it cannot be read to its end"
        ) from error
    if manifest is None:
        raise Unusable("the archive is damaged: it has no manifest")
    _compare(manifest, seen)
    return manifest


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if name == NAME:
        return True
    # "/" is the first part of an absolute path.
    if len(parts) < 2 or {"..", STAGING} & set(parts):
        return False
    return len(parts) == 2 if parts[0] == "database" else parts[0] == "media"


def _copy(source: IO[bytes], target: BinaryIO | None) -> FileEntry:
    digest, size = hashlib.sha256(), 0
    try:
        while content := source.read(CHUNK):
            digest.update(content)
            size += len(content)
            if target is not None:
                target.write(content)
    finally:
        if target is not None:
            target.close()
    return FileEntry(size=size, sha256=digest.hexdigest())


def _compare(manifest: Manifest, seen: dict[str, FileEntry]) -> None:
    missing = sorted(set(manifest.files) - set(seen))
    if missing:
        raise Unusable(f"the archive is damaged: {missing[0]} is missing")
    for name, entry in seen.items():
        if manifest.files.get(name) != entry:
            raise Unusable(f"the archive is damaged: {name} is not what was saved")
