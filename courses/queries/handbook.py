"""The handbook as its readers see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page

from courses.models import Bookmark, EntryPage, Reading, ReadingStep, StepPage
from courses.models.editions import asked_revision
from courses.queries.content import kept
from courses.queries.editions import since_confirmed
from courses.queries.progress import in_courses_of, with_course_path
from courses.rules.editions import still_counts
from people.models import User
from people.prepared import Prepared
from people.queries import company_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry in a list."""

    pk: int
    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """An entry that somebody confirmed, revised since."""

    line: EntryLine
    # What has changed since then; empty: what they confirmed is not known any more.
    changes_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter with its live entries, in the order of their numbers."""

    number: int
    title: str
    path: str
    url: str
    entries: list[EntryLine]
    # Entries that are still being written.
    drafts: int


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The live handbook in reading order: by chapter, then by number."""

    chapters: list[Chapter]
    # Every live entry by its key, whatever became of its chapter.
    lines: dict[int, EntryLine]
    # By the entry's key: the revision that should have been confirmed, or a later one.
    asked: dict[int, int]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of all live entries."""
        return frozenset(line.number for line in self.lines.values())

    @property
    def entries(self) -> list[EntryLine]:
        return [entry for chapter in self.chapters for entry in chapter.entries]

    def chapter_at(self, path: str) -> Chapter | None:
        return next((c for c in self.chapters if c.path == path), None)

    def neighbours(self, entry: EntryPage) -> tuple[EntryLine | None, EntryLine | None]:
        """The entries before and after it in reading order."""
        lines = self.entries
        place = next((i for i, line in enumerate(lines) if line.pk == entry.pk), None)
        if place is None:
            return None, None
        before = lines[place - 1] if place else None
        return before, lines[place + 1] if place + 1 < len(lines) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlace:
    """In which step of the reader's courses an entry stands."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry's text, and what stands around it for one reader."""

    chapter: Chapter | None
    previous: EntryLine | None
    next: EntryLine | None
    related: list[EntryLine]
    steps: list[StepPlace]
    # The entry's body as it is read.
    body: str
    # What changed since the reader confirmed it; empty: nothing to be asked.
    changes_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCount:
    """How much of the live handbook somebody has read."""

    read: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What one person did with the handbook."""

    # The live entries, by key.
    lines: dict[int, EntryLine]
    # By the entry's key: when it was last opened or confirmed, and last confirmed.
    opened: dict[int, datetime]
    read: dict[int, datetime]
    # The live entries they confirmed that were revised since and ask to be confirmed
    # again: by key, the revision they confirmed.
    outdated: dict[int, int]

    @property
    def count(self) -> ReadCount:
        """Count the live entries and those the person confirmed as read."""
        return ReadCount(
            read=len(self.read.keys() & self.lines.keys()), entries=len(self.lines)
        )

    def to_confirm_again(self, limit: int) -> list[Outdated]:
        """The first of them by number, and what changed; one query if there are any."""
        lines = [self.lines[entry] for entry in self.outdated]
        shown = sorted(lines, key=lambda line: line.number)[:limit]
        if not shown:
            return []
        changes = since_confirmed({line.pk: self.outdated[line.pk] for line in shown})
        return [
            Outdated(line=line, changes_url=changes.get(line.pk, "")) for line in shown
        ]

    def recent(self, limit: int) -> list[EntryLine]:
        """The live entries that the person opened last."""
        newest = sorted(
            ((at, entry) for entry, at in self.opened.items() if entry in self.lines),
            reverse=True,
        )
        return [self.lines[entry] for _at, entry in newest[:limit]]


_readings = Prepared(
    lambda person: (
        Reading.objects.filter(person=person)
        .order_by()
        .values_list("entry_id")
        .annotate(
            last=Max("at"),
            read=Max("at", filter=Q(kind=Reading.Kind.READ)),
            revision=Max("revision", filter=Q(kind=Reading.Kind.READ)),
        )
    )
)


def contents() -> Contents:
    """Return the live handbook in the reader's language."""
    return kept(("contents", get_language()), _contents)


def _contents() -> Contents:
    # Chapters and entries are pages: one walk over the tree finds both.
    rows = list(
        Page.objects.filter(
            Q(chapterpage__isnull=False, live=True) | Q(entrypage__isnull=False)
        )
        .annotate(asked=asked_revision())
        .order_by("path")
        .values_list(
            "pk",
            "path",
            "live",
            "title",
            "chapterpage__number",
            "chapterpage__title_en",
            "entrypage__number",
            "entrypage__title_en",
            "asked",
            named=True,
        )
    )
    chapters = [
        _chapter(row, [entry for entry in rows if entry.path[:-4] == row.path])
        for row in rows
        if row.chapterpage__number is not None
    ]
    return Contents(
        chapters=sorted(chapters, key=lambda chapter: chapter.number),
        lines={
            row.pk: _line(row)
            for row in rows
            if row.live and row.entrypage__number is not None
        },
        asked={row.pk: row.asked for row in rows if row.asked is not None},
    )


def reading_of(person: User) -> Shelf:
    """Return what the person has read of the handbook, in one query."""
    rows = _readings(person=person.pk)
    book = contents()
    outdated = {
        entry: revision or 0
        for entry, _opened, read, revision in rows
        if read is not None
        and entry in book.lines
        and entry in book.asked
        and not still_counts(confirmed=revision or 0, asked=book.asked[entry])
    }
    return Shelf(
        lines=book.lines,
        opened={entry: at for entry, at, _read, _revision in rows},
        read={entry: at for entry, _opened, at, _revision in rows if at is not None},
        outdated=outdated,
    )


def read_entries(person: User) -> dict[int, datetime]:
    """When the person last confirmed each entry as read, by the entry's key."""
    return reading_of(person).read


def entry_view(entry: EntryPage, person: User) -> EntryView:
    """Return what stands around a live entry, in one query."""
    book = contents()
    before, after = book.neighbours(entry)
    return EntryView(
        chapter=book.chapter_at(entry.chapter_path),
        previous=before,
        next=after,
        related=kept(("related", entry.pk, get_language()), lambda: _related(entry)),
        steps=_places(entry, person),
        body=body_of(entry),
        changes_url=since_confirmed({entry.pk: entry.confirmed_revision or 0}).get(
            entry.pk, ""
        )
        if entry.is_outdated
        else "",
    )


def body_of(page: EntryPage | ReadingStep) -> str:
    """Return the live page's body as it is read."""
    return kept(("body", page.pk, get_language()), lambda: _body(page))


def bookmarked(person: User) -> list[EntryLine]:
    """The person's bookmarks, newest first, without entries that were taken down."""
    rows = (
        Bookmark.objects.filter(person=person, entry__live=True)
        .select_related("entry")
        .defer("entry__body")
        .order_by("-created_at", "-pk")
    )
    return [entry_line(bookmark.entry) for bookmark in rows]


def entry_line(entry: EntryPage) -> EntryLine:
    return EntryLine(
        pk=entry.pk,
        number=entry.number,
        title=entry.display_title,
        url=entry.address,
    )


def _related(entry: EntryPage) -> list[EntryLine]:
    rows = (
        entry.related_entries.filter(entry__live=True)
        .select_related("entry")
        .defer("entry__body")
        .order_by("sort_order", "pk")
    )
    lines = {related.entry_id: entry_line(related.entry) for related in rows}
    return list(lines.values())


def _places(entry: EntryPage, person: User) -> list[StepPlace]:
    steps = kept(("steps of entry", entry.pk), lambda: _steps_of(entry))
    return [
        StepPlace(title=step.display_title, url=step.address)
        for step in in_courses_of(person, steps)
    ]


def _steps_of(entry: EntryPage) -> list[StepPage]:
    """The live steps that have the entry to read."""
    steps = ReadingStep.objects.live().filter(entry=entry).defer("body")
    return list(with_course_path(steps))


def _body(page: EntryPage | ReadingStep) -> str:
    return render_to_string("courses/_body.html", {"body": page.body})


def _chapter(row: Any, entries: list[Any]) -> Chapter:
    lines = [_line(entry) for entry in entries if entry.live]
    return Chapter(
        number=row.chapterpage__number,
        title=company_facts.display(row.title, row.chapterpage__title_en),
        path=row.path,
        url=reverse("courses:chapter", args=[row.chapterpage__number]),
        entries=sorted(lines, key=lambda line: line.number),
        drafts=len(entries) - len(lines),
    )


def _line(row: Any) -> EntryLine:
    return EntryLine(
        pk=row.pk,
        number=row.entrypage__number,
        title=company_facts.display(row.title, row.entrypage__title_en),
        url=reverse("courses:entry", args=[row.entrypage__number]),
    )
