"""People and results, for HR (everybody) and managers (their line)."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from courses.documents_excel import people_sheet
from courses.forms_reports import STATES, PeopleFilterForm
from courses.queries import reports as report
from people import access, audit
from people.models import Role
from people.queries.reasons import why_these_people, why_this_page

READERS = (access.MANAGER, Role.HR, Role.ADMINISTRATOR)
PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest) -> tuple[PeopleFilterForm, report.Asked]:
    """Read the filter; what is nonsense in it is said by the form and ignored."""
    form = PeopleFilterForm(request.GET)
    form.is_valid()
    course = form.chosen_course()
    if course is None:
        raise Http404
    asked = report.Asked(
        people=access.visible_people(access.signed_in(request)),
        course=course,
        filters=form.filters(),
        today=timezone.localdate(),
    )
    return form, asked


@access.role_required(*READERS)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    viewer = access.signed_in(request)
    form, asked = _asked(request)
    found = report.people_in_order(asked)
    counts = report.counts_by_state(asked)
    paginator = Paginator(found, PER_PAGE)
    # Known already; asking for it would be one query more.
    paginator.count = counts.asked_for(asked.filters.state)
    page = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    rows = report.rows(
        report.people_in_course(asked, among=page.object_list),
        required=report.required_count(asked.course),
        today=asked.today,
        english=_reads_english(),
    )
    audit.record_list(
        action="results.listed",
        viewer=viewer,
        people=[row.person_id for row in rows],
        now=timezone.now(),
        about=asked.course,
    )
    context = {
        "form": form,
        "course": asked.course,
        "page_obj": page,
        "query": query.urlencode(),
        "states": [
            (code, STATES[code], counts.by_state[code]) for code in report.STATES
        ],
        "rows": rows,
        "may_import": access.has_role(viewer, Role.HR, Role.ADMINISTRATOR),
        "why": why_these_people(viewer),
    }
    return render(request, "courses/people.html", context)


@access.role_required(*READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    form, asked = _asked(request)
    if form.errors:
        # The page says what is wrong; a sheet of everybody is not what was asked for.
        return redirect(f"{reverse('courses:people')}?{request.GET.urlencode()}")
    viewer, course, now = access.signed_in(request), asked.course, timezone.now()
    lines = report.rows(
        report.people_in_course(asked).iterator(chunk_size=2000),
        required=report.required_count(course),
        today=asked.today,
        english=_reads_english(),
    )
    labels = {code: str(label) for code, label in STATES.items()}
    content = people_sheet(lines, course=course.display_title, state_labels=labels)
    audit.record_export(
        action="results.exported",
        viewer=viewer,
        people=[line.person_id for line in lines],
        now=now,
        about=course,
        after={"rows": len(lines), "filters": request.GET.urlencode()},
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"{course.display_title}-{timezone.localdate(now):%Y%m%d}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@access.role_required(*READERS)
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = access.signed_in(request)
    whom = access.person_or_404(viewer, pk)
    audit.record_read(
        action="person.read", viewer=viewer, person=whom, now=timezone.now()
    )
    context = {
        "page": report.person_page(whom),
        "may_revoke": access.has_role(viewer, Role.HR, Role.ADMINISTRATOR),
        "may_give_code": access.may_give_code(viewer, whom),
        "may_export": access.may_export_data_of(viewer, whom),
        "why": why_this_page(viewer, whom),
    }
    return render(request, "courses/person.html", context)


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")
