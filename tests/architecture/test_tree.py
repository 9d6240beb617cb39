"""The tree keeps its shape, and house rules that no linter knows are kept."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("people", "quizzes", "courses", "evaluations")


def sources(*folders):
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def offending(pattern, paths):
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_site_is_a_folder_and_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "site.py").exists()


@pytest.mark.parametrize("path", ["site/config/urls.py", "media/README.md"])
def test_git_does_not_ignore_what_templates_of_gitignore_would(path):
    done = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)

    assert done.returncode == 1


def test_only_edges_read_the_clock():
    inner = [
        path
        for path in sources(*APPS)
        if not {"views", "commands", "backoffice"} & set(path.parts)
        and path.name
        not in {
            "backends.py",
            "receivers.py",
            "schedule.py",
            "tasks.py",
            "wagtail_users.py",
        }
    ]

    assert offending(r"timezone\.now\(|datetime\.now\(|date\.today\(", inner) == []


def test_views_do_not_query():
    views = [path for path in sources(*APPS) if "views" in path.parts]

    assert offending(r"\.objects\.|\.filter\(", views) == []


def test_tasks_start_after_the_commit():
    calls = r"(?<!super\(\))\.(delay|apply_async)\("

    assert offending(calls, sources(*APPS, "site/config")) == []


@pytest.mark.parametrize(
    "pattern", [r"\sstyle=", r"<script(?![^>]*\b(src|nonce)=)", r"\son[a-z]+="]
)
def test_templates_have_nothing_inline(pattern):
    templates = (ROOT / "site" / "templates").rglob("*.html")
    # Mail programs know no stylesheets.
    pages = [path for path in templates if path.parent.name != "emails"]

    assert offending(pattern, pages) == []


def test_every_rule_is_described_in_words():
    written = "\n".join(p.read_text() for p in (ROOT / "docs" / "rules").glob("*.md"))

    missing = [
        f"{app}/rules/{path.name}"
        for app in APPS
        for path in (ROOT / app / "rules").glob("*.py")
        if path.name != "__init__.py" and f"{app}/rules/{path.name}" not in written
    ]

    assert missing == []


def test_no_file_grows_past_what_one_reader_holds():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in sources(*APPS, "site/config")
        if len(path.read_text().splitlines()) > 350
    }

    assert long == {}
