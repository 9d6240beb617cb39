"""Backup and restore: every row and every file comes back, or nothing is touched.

Each site here has a database and a folder of its own, of the kind the suite runs on,
and is worked on through manage.py, as people do it.
"""

import gzip
import hashlib
import io
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
# Sessions stay out on purpose: a restored one would sign in whoever has signed out.
LEFT_OUT = {"django_session"}
EVERYTHING = 'SELECT * FROM "{}"'
ADD_POST = (
    "INSERT INTO people_post (key, name, name_en, level) VALUES ('{}', 'x', '', '')"
)
ADD_BANK = (
    "INSERT INTO quizzes_questionbank (key, name, name_en, description) "
    "VALUES ('{}', 'x', '', '')"
)
PAIRS = "SELECT key FROM {} WHERE key LIKE 'pair-%' ORDER BY key"


class Site:
    """An installation of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.name = f"waybill_backup_{secrets.token_hex(4)}"
        self.url = f"sqlite:///{folder / 'waybill.sqlite3'}"
        if connection.vendor == "postgresql":
            with self.server() as server:
                server.execute(
                    sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name))
                )
            self.url = psycopg_url(self.name)

    def server(self):
        return psycopg.connect(psycopg_url("postgres"), autocommit=True)

    def remove(self):
        if connection.vendor == "postgresql":
            with self.server() as server:
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(
                        sql.Identifier(self.name)
                    )
                )

    def manage(self, *arguments):
        kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=kept | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url},
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self):
        if connection.vendor == "postgresql":
            return psycopg.connect(self.url)
        return sqlite3.connect(self.folder / "waybill.sqlite3", timeout=30)

    def rows(self):
        """Every row of every table."""
        with closing(self.connect()) as database:
            return {
                table: sorted(map(repr, database.execute(EVERYTHING.format(table))))
                for (table,) in database.execute(tables()).fetchall()
                if table not in LEFT_OUT
            }

    def media(self):
        folder = self.folder / "media"
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def put(self, name, content):
        path = self.folder / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def backup(self):
        done = self.manage("backup")
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.splitlines()[0])


def psycopg_url(name):
    database = settings.DATABASES["default"]
    who = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
    port = database["PORT"] or 5432
    return f"postgresql://{who}@{database['HOST'] or '127.0.0.1'}:{port}/{name}"


def tables():
    if connection.vendor == "postgresql":
        return "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return (
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite_%'"
    )


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A site with starter content, the demo company, its past, and media."""
    site = Site(tmp_path_factory.mktemp("lived-in"))
    for command in ("migrate", "load_starter", "seed_demo"):
        done = site.manage(command, "--verbosity", "0")
        assert done.returncode == 0, done.stderr
    site.put("public/images/门头.png", b"\x89PNG" + bytes(range(256)) * 4096)
    site.put("private/certificates/2026/a.pdf", b"%PDF-1.7 private")
    site.put("public/empty.txt", b"")
    with closing(site.connect()) as database:
        database.execute(
            "INSERT INTO django_session VALUES "
            "('k' || 'ey', 'signed in', '2099-01-01 00:00:00')"
        )
        database.commit()
    yield site
    site.remove()


@pytest.fixture(scope="module")
def saved(lived_in):
    return lived_in.backup()


@pytest.fixture
def empty(tmp_path):
    site = Site(tmp_path / "empty")
    site.folder.mkdir()
    yield site
    site.remove()


def rewritten(path, target, *, change):
    """Copy an archive; `change` gets (name, content) and returns the content or None
    to leave the member out."""
    with tarfile.open(path) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def manifest_with(**changes):
    def change(name, content):
        if name != "manifest.json":
            return content
        return json.dumps(json.loads(content) | changes).encode()

    return change


def test_every_row_and_every_file_comes_back(lived_in, empty):
    archive = lived_in.backup()

    done = empty.manage("restore", archive)

    assert done.returncode == 0, done.stderr
    assert empty.rows() == lived_in.rows()
    assert empty.media() == lived_in.media()
    with closing(empty.connect()) as database:
        assert (
            database.execute("SELECT COUNT(*) FROM django_session").fetchone()[0] == 0
        )
    # New rows get keys of their own, and the database still refuses to rewrite facts.
    with closing(empty.connect()) as database:
        database.execute(ADD_POST.format("new"))
        database.commit()
    with closing(empty.connect()) as database, pytest.raises(Exception, match="append"):
        database.execute("UPDATE people_auditentry SET action = 'x'")


def test_an_archive_taken_while_somebody_writes_holds_whole_transactions(
    lived_in, empty
):
    busy, written = threading.Event(), []

    def write():
        with closing(lived_in.connect()) as database:
            while not busy.is_set():
                # Two rows of two tables that belong together.
                key = f"pair-{len(written):05}"
                database.execute(ADD_POST.format(key))
                database.execute(ADD_BANK.format(key))
                database.commit()
                written.append(key)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        archive = lived_in.backup()
    finally:
        busy.set()
        writer.join()
    done = empty.manage("restore", archive)

    assert done.returncode == 0, done.stderr
    with closing(empty.connect()) as database:
        posts, banks = (
            [key for (key,) in database.execute(PAIRS.format(table)).fetchall()]
            for table in ("people_post", "quizzes_questionbank")
        )
    assert posts == banks == written[: len(posts)]
    assert len(written) > len(posts) > 0


def test_only_the_owner_may_read_an_archive_and_no_secret_is_in_it(lived_in, saved):
    (lived_in.folder / "secret_key").write_text("the-secret-key-of-this-site")
    archive = lived_in.backup()

    assert archive.stat().st_mode & 0o777 == 0o600
    assert archive.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(archive.parent.glob(".backup-*")) == []
    with gzip.open(archive) as packed:
        content = packed.read()
    assert b"the-secret-key-of-this-site" not in content
    assert b"signed in" not in content
    passwords = json.loads((lived_in.folder / "demo-sign-ins.json").read_text())
    for person in passwords.values():
        assert person["password"].encode() not in content


def test_the_manifest_says_what_is_inside(saved):
    with tarfile.open(saved) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
        for name, entry in manifest["files"].items():
            content = archive.extractfile(name).read()
            assert entry == {
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }

    assert manifest["format"] == 1
    assert manifest["database"] == connection.vendor
    assert "0001_initial" in manifest["migrations"]["quizzes"]
    assert manifest["tables"]["people_department"] == 14
    assert manifest["files"]["media/private/certificates/2026/a.pdf"]["size"] == 16


def test_verify_finds_a_sound_archive_sound(saved, empty):
    done = empty.manage("verify_backup", saved)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"sound: {connection.vendor}")


def _cut(saved, target):
    target.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])


def _flip(saved, target):
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 0xFF
    target.write_bytes(content)


def _other_content(saved, target):
    rewritten(
        saved,
        target,
        change=lambda name, content: (
            content.replace(b"private", b"changed")
            if name.endswith("a.pdf")
            else content
        ),
    )


def _without_a_file(saved, target):
    rewritten(
        saved,
        target,
        change=lambda name, content: None if name.endswith("a.pdf") else content,
    )


def _without_manifest(saved, target):
    rewritten(
        saved,
        target,
        change=lambda name, content: None if name == "manifest.json" else content,
    )


def _miscounted(saved, target):
    with tarfile.open(saved) as archive:
        counts = json.load(archive.extractfile("manifest.json"))["tables"]
    changed = manifest_with(tables=counts | {"people_user": counts["people_user"] + 1})
    rewritten(saved, target, change=changed)


def _leaving_its_folder(saved, target):
    rewritten(saved, target, change=lambda name, content: content)
    with tarfile.open(target, "w:gz") as archive:
        info = tarfile.TarInfo("media/public/../../../outside.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))


def _newer(saved, target):
    rewritten(saved, target, change=manifest_with(format=2))


def _unknown_migration(saved, target):
    with tarfile.open(saved) as archive:
        known = json.load(archive.extractfile("manifest.json"))["migrations"]
    changed = manifest_with(
        migrations=known | {"people": [*known["people"], "9999_from_the_future"]}
    )
    rewritten(saved, target, change=changed)


def _other_kind(saved, target):
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    rewritten(saved, target, change=manifest_with(database=other))


BROKEN = [
    (_cut, "damaged"),
    (_flip, "damaged"),
    (_other_content, "is not what was saved"),
    (_without_a_file, "is missing"),
    (_without_manifest, "no manifest"),
    (_miscounted, "missing"),
    (_leaving_its_folder, "damaged"),
    (_newer, "has format 2; this version reads up to 1"),
    (_unknown_migration, "people.9999_from_the_future, which this version does not"),
    (_other_kind, "damaged"),
]


@pytest.mark.parametrize(
    ("make", "reason"), BROKEN, ids=lambda v: getattr(v, "__name__", v)
)
def test_a_broken_archive_is_refused_and_changes_nothing(
    lived_in, saved, tmp_path, make, reason
):
    broken = tmp_path / "broken.tar.gz"
    make(saved, broken)
    rows, media = lived_in.rows(), lived_in.media()

    done = lived_in.manage("restore", broken, "--yes")

    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert lived_in.rows() == rows
    assert lived_in.media() == media
    assert not (lived_in.folder.parent / "outside.txt").exists()


def test_what_is_here_is_replaced_only_when_that_is_said(lived_in, tmp_path):
    archive = lived_in.backup()
    before, media = lived_in.rows(), lived_in.media()
    with closing(lived_in.connect()) as database:
        database.execute(
            "INSERT INTO people_post (key,name,name_en,level) VALUES ('a','a','','')"
        )
        database.commit()
    lived_in.put("public/later.txt", b"written after the backup")
    after = lived_in.rows()

    refused = lived_in.manage("restore", archive)

    assert refused.returncode == 1
    people = len(before["people_user"])
    assert f"{people} people and {len(media) + 1} files" in refused.stderr
    assert "--yes" in refused.stderr
    assert lived_in.rows() == after

    done = lived_in.manage("restore", archive, "--yes")

    assert done.returncode == 0, done.stderr
    assert lived_in.rows() == before
    assert lived_in.media() == media


def test_when_the_media_cannot_be_exchanged_the_database_stays_too(
    lived_in, saved, tmp_path
):
    rows, media = lived_in.rows(), lived_in.media()
    # A folder that cannot be renamed over: the staged old one is in the way.
    script = (
        "import sys; sys.path[:0] = ['.', 'site']\n"
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "from config.backup import media, restore\n"
        "real = media.Swap._move\n"
        "def fails(self, paths, into):\n"
        "    real(self, paths[:1], into)\n"
        "    raise OSError('disk gone')\n"
        "media.Swap._move = fails\n"
        f"restore.restore(Path({str(saved)!r}), replace=True)\n"
    )
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=kept
        | {
            "DATA_DIR": str(lived_in.folder),
            "DATABASE_URL": lived_in.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert "disk gone" in done.stderr
    assert lived_in.rows() == rows
    assert lived_in.media() == media
