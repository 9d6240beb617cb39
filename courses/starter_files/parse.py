"""Read and check every starter file of the app; nothing is written here."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from courses.starter_files.blocks import stream
from courses.starter_files.contents import (
    ChapterFile,
    CourseFile,
    EntryFile,
    Parsed,
    StepFile,
)
from courses.starter_files.reading import File, Mapping, Problem, Sequence

FOLDER = Path(__file__).resolve().parents[1] / "starter"
STATUS = ("live", "draft")
ENTRY_FIELDS = {
    "number",
    "chapter",
    "status",
    "title",
    "title_en",
    "answer",
    "answer_en",
    "related",
    "body",
}
COURSE_FIELDS = {
    "slug",
    "status",
    "title",
    "title_en",
    "summary",
    "summary_en",
    "minutes",
    "awards_certificate",
    "certificate_title",
    "certificate_title_en",
    "validity_months",
    "steps",
}
STEP_FIELDS = {"read", "quiz", "title", "title_en", "minutes", "required"}


def parse(folder: Path = FOLDER, *, quiz_keys: Collection[str]) -> Parsed:
    """Return what the files say and every problem in them, by file and line.

    `quiz_keys` are the quizzes that exist or are being loaded with these files.
    """
    problems: list[Problem] = []
    chapters = _chapters(folder, problems)
    known = {chapter.number for chapter in chapters}
    entries = _entries(folder, problems, chapters=known)
    titles = {entry.number: entry for entry in entries}
    courses = [
        course
        for file, data in _documents(folder / "courses", folder, problems)
        if (course := _course(file, data, entries=titles, quiz_keys=quiz_keys))
    ]
    return Parsed(
        chapters=chapters, entries=entries, courses=courses, problems=problems
    )


def _chapters(folder: Path, problems: list[Problem]) -> list[ChapterFile]:
    path = folder / "handbook" / "chapters.yaml"
    file = File("handbook/chapters.yaml", problems)
    if not path.exists():
        file.report(1, _("The file is missing."))
        return []
    rows = file.load(path)
    if not isinstance(rows, Sequence):
        file.report(1, _("Expected a list of chapters."))
        return []
    chapters: list[ChapterFile] = []
    for value, line in zip(rows, rows.lines, strict=True):
        data = file.mapping(value, line)
        file.only(data, {"number", "title", "title_en"})
        chapter = ChapterFile(
            number=file.number(data, "number"),
            title=file.text(data, "title", longest=120),
            title_en=file.text(data, "title_en", required=False, longest=120),
        )
        if chapter.number in {other.number for other in chapters}:
            _twice(file, data, chapter.number)
        chapters.append(chapter)
    return chapters


def _entries(
    folder: Path, problems: list[Problem], *, chapters: Collection[int]
) -> list[EntryFile]:
    documents = list(_documents(folder / "handbook" / "entries", folder, problems))
    numbers = {data.get("number") for _file, data in documents}
    entries: dict[int, EntryFile] = {}
    for file, data in documents:
        entry = _entry(file, data)
        if entry.number in entries:
            _twice(file, data, entry.number)
        if entry.chapter and entry.chapter not in chapters:
            file.report(
                data.lines["chapter"],
                _("There is no chapter %(number)s.") % {"number": entry.chapter},
            )
        for number in entry.related:
            if number not in numbers:
                file.report(
                    data.lines["related"],
                    _("There is no entry %(number)s.") % {"number": number},
                )
        entries[entry.number] = entry
    return [entries[number] for number in sorted(entries)]


def _entry(file: File, data: Mapping) -> EntryFile:
    file.only(data, ENTRY_FIELDS)
    number = file.number(data, "number")
    if Path(file.name).stem != f"{number:02}" and number:
        file.report(
            data.lines["number"],
            _("The number does not agree with the name of the file."),
        )
    is_live = file.choice(data, "status", options=STATUS) == "live"
    body = file.items(data, "body", required=is_live)
    related = file.items(data, "related", required=False)
    return EntryFile(
        number=number,
        chapter=file.number(data, "chapter"),
        is_live=is_live,
        title=file.text(data, "title", longest=200),
        title_en=file.text(data, "title_en", required=is_live, longest=200),
        answer=file.text(data, "answer", required=is_live),
        answer_en=file.text(data, "answer_en", required=is_live),
        related=[number for number in related if isinstance(number, int)],
        body=stream(file, body, key=f"entry/{number}"),
    )


def _course(
    file: File,
    data: Mapping,
    *,
    entries: dict[int, EntryFile],
    quiz_keys: Collection[str],
) -> CourseFile:
    file.only(data, COURSE_FIELDS)
    rows = file.items(data, "steps")
    months = file.number(data, "validity_months") if "validity_months" in data else None
    return CourseFile(
        slug=file.text(data, "slug", longest=60),
        is_live=file.choice(data, "status", options=STATUS) == "live",
        title=file.text(data, "title", longest=120),
        title_en=file.text(data, "title_en", required=False, longest=120),
        summary=file.text(data, "summary"),
        summary_en=file.text(data, "summary_en", required=False),
        minutes=file.number(data, "minutes"),
        awards_certificate=file.flag(data, "awards_certificate", default=False),
        certificate_title=file.text(
            data, "certificate_title", required=False, longest=60
        ),
        certificate_title_en=file.text(
            data, "certificate_title_en", required=False, longest=80
        ),
        validity_months=months,
        steps=[
            _step(file, file.mapping(value, line), entries, quiz_keys)
            for value, line in zip(rows, rows.lines, strict=True)
        ],
    )


def _step(
    file: File,
    data: Mapping,
    entries: dict[int, EntryFile],
    quiz_keys: Collection[str],
) -> StepFile:
    file.only(data, STEP_FIELDS)
    if ("read" in data) == ("quiz" in data):
        file.report(data.line, _("A step has either “read” or “quiz”."))
    read = file.number(data, "read") if "read" in data else None
    quiz = file.text(data, "quiz") if "quiz" in data else None
    entry = entries.get(read) if read else None
    if read and entry is None:
        file.report(
            data.lines["read"], _("There is no entry %(number)s.") % {"number": read}
        )
    if quiz and quiz not in quiz_keys:
        file.report(
            data.lines["quiz"], _("There is no quiz “%(key)s”.") % {"key": quiz}
        )
    title = file.text(data, "title", required="read" not in data, longest=200)
    title_en = file.text(data, "title_en", required=False, longest=120)
    return StepFile(
        entry=read,
        quiz=quiz,
        title=title or (entry.title if entry else ""),
        title_en=title_en or (entry.title_en if entry else ""),
        minutes=file.number(data, "minutes", default=5),
        required=file.flag(data, "required", default=True),
    )


def _documents(
    place: Path, folder: Path, problems: list[Problem]
) -> Iterable[tuple[File, Mapping]]:
    """Each file of a folder that holds fields with names, in the order of names."""
    for path in sorted(place.glob("*.yaml")):
        file = File(path.relative_to(folder).as_posix(), problems)
        data: Any = file.load(path)
        if isinstance(data, Mapping):
            yield file, data
        elif data is not None:
            file.report(1, _("Expected fields with names."))


def _twice(file: File, data: Mapping, number: int) -> None:
    file.report(
        data.lines["number"],
        _("The number %(number)s is taken already.") % {"number": number},
    )
