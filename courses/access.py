"""The only way to get an object of this app in a request. Denied is 404."""

from copy import copy
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from courses.models import (
    Bookmark,
    Certificate,
    CoursePage,
    Edition,
    Enrolment,
    EntryPage,
    QuizStep,
    Reading,
    ReadingStep,
    StepEvent,
    StepPage,
)
from courses.models.editions import asked_revision, latest_edition
from courses.queries.content import kept
from courses.queries.handbook import Chapter, contents
from courses.queries.progress import live_courses, live_steps
from courses.rules.editions import still_counts
from people import audit
from people.access import may_see
from people.models import User
from people.prepared import Prepared

_readings = Prepared(
    lambda person, entry: Reading.objects.filter(
        person=person, entry=entry
    ).values_list("kind", "revision_id", "at")
)
_bookmark = Prepared(
    lambda person, entry: Bookmark.objects.filter(
        person=person, entry=entry
    ).values_list("pk")
)

_open_enrolment = Prepared(
    lambda person, course: (
        Enrolment.objects.open()
        .filter(person=person, course=course)
        .select_related("certificate")
    )
)


def chapter_or_404(number: int) -> Chapter:
    """Return a live chapter."""
    found = next((c for c in contents().chapters if c.number == number), None)
    if found is None:
        raise Http404
    return found


def entry_or_404(viewer: User, number: int) -> EntryPage:
    """Return a live entry with what the reader did with it: `is_opened` (this
    revision), `is_read` (this edition but for minor ones), `is_outdated` (only an
    earlier one), `read_at` (any revision), `is_bookmarked`; and what its latest
    edition is: `edition_number`, `revised_on`, `edition_effective_on`."""
    # Only what is there is kept: addresses may carry any number.
    if number not in contents().numbers:
        raise Http404
    live = kept(("entry", number), lambda: _live_entry(number))
    # Everybody holds the kept one; this reader's marks go on a copy.
    entry = copy(live)
    readings = _readings(person=viewer.pk, entry=entry.pk)
    now = _done_with(entry, readings)
    confirmed = [at for kind, _revision, at in readings if kind == Reading.Kind.READ]
    revisions = [
        revision or 0 for kind, revision, _at in readings if kind == Reading.Kind.READ
    ]
    entry.is_opened = Reading.Kind.OPENED in now
    # A minor edition leaves it at that.
    entry.confirmed_revision = max(revisions, default=None)
    entry.is_read = Reading.Kind.READ in now or still_counts(
        confirmed=entry.confirmed_revision, asked=entry.asked_revision
    )
    entry.is_outdated = bool(confirmed) and not entry.is_read
    entry.read_at = max(confirmed, default=None)
    entry.is_bookmarked = bool(_bookmark(person=viewer.pk, entry=entry.pk))
    return entry


def _done_with(entry: EntryPage, readings: list[Any]) -> set[str]:
    """What the reader did with this very revision of the entry."""
    return {
        kind for kind, revision, _ in readings if revision == entry.live_revision_id
    }


def _live_entry(number: int) -> EntryPage:
    live = EntryPage.objects.live().annotate(
        asked_revision=asked_revision(),
        edition_number=latest_edition("number"),
        revised_on=latest_edition("revised_on"),
        edition_effective_on=latest_edition("effective_on"),
    )
    entry: EntryPage = get_object_or_404(live, number=number)
    # Worked out here once, the copies take it along.
    _ = entry.headings, entry.reading_minutes
    return entry


def editions_or_404(entry: EntryPage, *numbers: int) -> list[Edition]:
    """Return these editions of the entry, in the order asked for."""
    found = {
        edition.number: edition
        for edition in Edition.objects.of(entry)
        .filter(number__in=numbers)
        .select_related("revision")
    }
    if not set(numbers) <= set(found):
        raise Http404
    return [found[number] for number in numbers]


def course_or_404(slug: str) -> CoursePage:
    """Return a live course; everybody holds the same one."""
    found = next((page for page in live_courses() if page.slug == slug), None)
    if found is None:
        raise Http404
    return found


def open_enrolment(person: User, course: CoursePage) -> Enrolment | None:
    """Return the person's running enrolment with its certificate, if there is one."""
    found = next(iter(_open_enrolment(person=person.pk, course=course.pk)), None)
    if found is not None:
        # Both are at hand; asking the database for them again would be waste.
        found.course, found.person = course, person
    return found


def step_or_404(viewer: User, course: CoursePage, slug: str) -> ReadingStep | QuizStep:
    """Return a live step of the course as what it is, with `is_entry_opened`:
    whether the reader has had this revision of its entry before them."""
    # Only what is there is kept: addresses may carry any slug.
    known = next((step for step in live_steps(course) if step.slug == slug), None)
    if known is None:
        raise Http404
    # Everybody holds the kept one; this reader's mark goes on a copy.
    step = copy(kept(("step", known.pk), lambda: _live_step(known)))
    entry = step.live_entry if isinstance(step, ReadingStep) else None
    step.is_entry_opened = entry is None or Reading.Kind.OPENED in _done_with(
        entry, _readings(person=viewer.pk, entry=entry.pk)
    )
    return step


def _live_step(step: StepPage) -> ReadingStep | QuizStep:
    # A quiz is not content: it is asked for anew by whoever shows it.
    if hasattr(step, "quizstep"):
        quiz_step: QuizStep = step.quizstep
        return quiz_step
    reading_step: ReadingStep = step.readingstep
    if reading_step.entry is not None:
        # Worked out here once, the copies take it along.
        _ = reading_step.entry.reading_minutes
    return reading_step


def reading_step_or_404(viewer: User, course: CoursePage, slug: str) -> ReadingStep:
    """Return a step that is done by reading."""
    step = step_or_404(viewer, course, slug)
    if not isinstance(step, ReadingStep):
        raise Http404
    return step


def certificate_or_404(viewer: User, pk: int, *, now: datetime) -> Certificate:
    """Return one's own certificate, or one of a person one may see; the latter is
    written to the audit log."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("revocation__by", "person"), pk=pk
    )
    if not may_see(viewer, certificate.person):
        raise Http404
    audit.record_read(
        action="result.read",
        viewer=viewer,
        person=certificate.person,
        now=now,
        about=certificate,
    )
    return certificate


def has_facts(page: Page) -> bool:
    """Whether people have records that rest on the page or on something below it."""
    below = {"path__startswith": page.path}
    pages = Page.objects.filter(**below).values("pk")
    return (
        Enrolment.objects.filter(course__in=pages).exists()
        or StepEvent.objects.filter(step__in=pages).exists()
        or Reading.objects.filter(entry__in=pages).exists()
        # What readers once had stays, whoever has read it.
        or Edition.objects.filter(page__in=pages).exists()
        or ReadingStep.objects.filter(entry__in=pages).exclude(**below).exists()
    )
