"""Courses: the list, a course, a step, and going on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses import queries
from courses.access import (
    course_or_404,
    open_enrolment,
    reading_step_or_404,
    step_or_404,
)
from courses.models import CoursePage, Enrolment, QuizStep, ReadingStep
from courses.services import enrolments, readings
from people.access import signed_in


@login_required
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    states = queries.courses_of(signed_in(request))
    return render(request, "courses/courses.html", {"states": states})


@login_required
@require_GET
def course(request: HttpRequest, slug: str) -> HttpResponse:
    page = course_or_404(slug)
    enrolment = open_enrolment(signed_in(request), page)
    state = queries.course_state(page, enrolment)
    context = {
        "course": page,
        "state": state,
        "certificate": getattr(enrolment, "certificate", None),
        "is_overdue": state.is_overdue(timezone.now()),
    }
    return render(request, "courses/course.html", context)


@login_required
@require_POST
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    page = course_or_404(slug)
    enrolments.enrol(person=signed_in(request), course=page, now=timezone.now())
    return redirect("courses:course", slug=slug)


@login_required
@require_GET
def step(request: HttpRequest, course_slug: str, slug: str) -> HttpResponse:
    person = signed_in(request)
    page = course_or_404(course_slug)
    current = step_or_404(person, page, slug)
    enrolment = open_enrolment(person, page)
    if enrolment is None:
        messages.info(request, _("Join the course first, so that your steps count."))
        return redirect("courses:course", slug=course_slug)
    if isinstance(current, QuizStep):
        return _quiz_step(request, enrolment, current)
    return _reading_step(request, enrolment, current)


@login_required
@require_POST
def complete_step(request: HttpRequest, course_slug: str, slug: str) -> HttpResponse:
    person = signed_in(request)
    page = course_or_404(course_slug)
    current = reading_step_or_404(person, page, slug)
    enrolment = open_enrolment(person, page)
    if enrolment is None:
        return redirect("courses:course", slug=course_slug)
    try:
        readings.complete_step(enrolment=enrolment, step=current, now=timezone.now())
    except readings.NothingToRead:
        messages.warning(
            request, _("There is nothing to read here now; the entry is being revised.")
        )
        return redirect(current.address)
    return redirect(_onward(page, enrolment, current))


def _reading_step(
    request: HttpRequest, enrolment: Enrolment, current: ReadingStep
) -> HttpResponse:
    state = queries.course_state(enrolment.course, enrolment)
    if not (state.row_of(current).is_begun and current.is_entry_opened):
        readings.open_step(enrolment=enrolment, step=current, now=timezone.now())
    entry = current.live_entry
    context = _frame(state, current) | {
        "entry": entry,
        "body": queries.body_of(current),
        "entry_body": queries.body_of(entry) if entry else "",
    }
    return render(request, "courses/reading_step.html", context)


def _quiz_step(
    request: HttpRequest, enrolment: Enrolment, current: QuizStep
) -> HttpResponse:
    attempts = queries.recent_attempts(enrolment.person, current.quiz_id)
    state = queries.course_state(enrolment.course, enrolment)
    context = _frame(state, current) | {"quiz": current.quiz, "attempts": attempts}
    return render(request, "courses/quiz_step.html", context)


def _frame(
    state: queries.CourseState, current: ReadingStep | QuizStep
) -> dict[str, object]:
    before, after = state.neighbours(current)
    return {
        "step": current,
        "state": state,
        "row": state.row_of(current),
        "previous": before,
        "next": after,
    }


def _onward(page: CoursePage, enrolment: Enrolment, current: ReadingStep) -> str:
    """The step after this one; past the last, the course with what is still open."""
    _before, after = queries.course_state(page, enrolment).neighbours(current)
    return after.url if after else page.address
