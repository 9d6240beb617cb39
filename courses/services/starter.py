"""Loading the handbook and courses that come with the academy, again and again.

parse() reads and checks, apply() writes. A page that was edited here since it was
loaded is left alone, unless forced.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import (
    ChapterPage,
    CourseIndexPage,
    CoursePage,
    EntryPage,
    HandbookIndexPage,
    QuizStep,
    ReadingStep,
    RelatedEntry,
    StarterPage,
    StepPage,
)
from courses.services import editions
from courses.starter_files import (
    ChapterFile,
    CourseFile,
    EntryFile,
    Parsed,
    Problem,
    StepFile,
    parse,
)
from people import audit
from quizzes.models import Quiz

__all__ = ["Counts", "HasProblems", "Parsed", "Problem", "Skipped", "apply", "parse"]


class HasProblems(Exception):
    """The files have problems; nothing has been written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A page that was left alone, and why."""

    location: str
    message: str


@dataclass(slots=True, kw_only=True)
class Counts:
    """What apply() did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    warnings: list[Skipped] = field(default_factory=list)


@transaction.atomic
def apply(parsed: Parsed, *, now: datetime, force: bool = False) -> Counts:
    """Write what was parsed; all of it or nothing.

    :raises HasProblems: when the files are not clean
    """
    if parsed.problems:
        raise HasProblems
    loading = _Loading(force=force)
    loading.chapters(parsed.chapters)
    loading.entries(parsed.entries)
    for course in parsed.courses:
        loading.course(course)
    # Pages from before editions were counted, which this run left as they are.
    editions.catch_up(now=now)
    counts = loading.counts
    if counts.created or counts.updated:
        audit.record(
            action="starter.loaded",
            actor=None,
            now=now,
            after={"created": counts.created, "updated": counts.updated},
        )
    return counts


class _Loading:
    """One run over the files; remembers what it knows of the tree."""

    def __init__(self, *, force: bool) -> None:
        self.force = force
        self.counts = Counts()
        self.records = {record.page_id: record for record in StarterPage.objects.all()}
        self.chapter_pages = {page.number: page for page in ChapterPage.objects.all()}
        self.entry_pages = {page.number: page for page in EntryPage.objects.all()}

    def chapters(self, files: list[ChapterFile]) -> None:
        index = HandbookIndexPage.objects.get()
        for file in files:
            page = self.chapter_pages.get(file.number)
            if page is None:
                page = _add(index, ChapterPage(number=file.number, title=file.title))
                self.chapter_pages[file.number] = page
            self._settle(page, asdict(file), is_live=True)

    def entries(self, files: list[EntryFile]) -> None:
        # All pages first, so that related entries can point forwards too.
        for file in files:
            if file.number not in self.entry_pages:
                chapter = self.chapter_pages[file.chapter]
                page = EntryPage(number=file.number, title=file.title)
                self.entry_pages[file.number] = _add(chapter, page)
        for file in files:
            page = self.entry_pages[file.number]
            related = [self.entry_pages[number] for number in file.related]
            self._settle(
                page,
                {
                    "title": file.title,
                    "title_en": file.title_en,
                    "answer": file.answer,
                    "answer_en": file.answer_en,
                    "body": json.dumps(file.body, ensure_ascii=False),
                },
                is_live=file.is_live,
                related=related,
            )

    def course(self, file: CourseFile) -> None:
        index = CourseIndexPage.objects.get()
        page = CoursePage.objects.child_of(index).filter(slug=file.slug).first()
        content = asdict(file)
        for key in ("steps", "is_live"):
            del content[key]
        if page is None:
            page = _add(index, CoursePage(slug=file.slug, title=file.title))
        self._settle(page, content, is_live=file.is_live)
        for step in file.steps:
            self._step(page, step)

    def _step(self, course: CoursePage, file: StepFile) -> None:
        found = StepPage.objects.child_of(course).filter(slug=file.slug).first()
        content: dict[str, Any] = {
            "title": file.title,
            "title_en": file.title_en,
            "minutes": file.minutes,
            "required": file.required,
        }
        page: Page
        if found is not None:
            page = found.specific
        elif file.quiz is not None:
            quiz = Quiz.objects.get(key=file.quiz)
            page = QuizStep(slug=file.slug, title=file.title, quiz=quiz)
            page = _add(course, page)
        else:
            entry = self.entry_pages[file.entry or 0]
            page = ReadingStep(slug=file.slug, title=file.title, entry=entry)
            page = _add(course, page)
        self._settle(page, content, is_live=True)

    def _settle(
        self,
        page: Any,
        content: dict[str, Any],
        *,
        is_live: bool,
        related: list[EntryPage] | None = None,
    ) -> None:
        """Bring a page to what its file says, unless somebody edited it here."""
        numbers = [entry.number for entry in related or []]
        digest = _digest({**content, "is_live": is_live, "related": numbers})
        record = self.records.get(page.pk)
        is_new = page.latest_revision_id is None and record is None
        if not is_new and _is_edited(page, record):
            if not self.force:
                self._skip(page)
                return
        elif record is not None and record.content_hash == digest:
            self.counts.unchanged += 1
            return
        for name, value in content.items():
            setattr(page, name, value)
        if related is not None:
            page.related_entries = [RelatedEntry(entry=entry) for entry in related]
        self._write(page, digest, is_live=is_live)
        if is_new:
            self.counts.created += 1
        else:
            self.counts.updated += 1

    def _write(self, page: Any, digest: str, *, is_live: bool) -> None:
        # A draft may still lack its answer.
        revision = page.save_revision(clean=is_live)
        if is_live:
            revision.publish()
        elif page.live:
            page.unpublish()
        StarterPage.objects.update_or_create(
            page_id=page.pk,
            defaults={
                "content_hash": digest,
                "revision_id": revision.pk,
                "is_live": is_live,
            },
        )

    def _skip(self, page: Page) -> None:
        self.counts.skipped += 1
        self.counts.warnings.append(
            Skipped(
                location=page.get_admin_display_title(),
                message=_("edited here, left alone; --force overwrites it"),
            )
        )


def _is_edited(page: Page, record: StarterPage | None) -> bool:
    if record is None:
        return True
    return (page.latest_revision_id, page.live) != (record.revision_id, record.is_live)


def _add(parent: Page, page: Any) -> Any:
    """Put a page into the tree as a draft; _settle fills and publishes it."""
    page.live = False
    page.has_unpublished_changes = True
    parent.add_child(instance=page)
    return page


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
