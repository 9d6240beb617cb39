"""Joining a course."""

from datetime import date, datetime

from django.db import transaction

from courses.models import CoursePage, Enrolment
from people import audit
from people.models import User
from people.services.notifications import Told, notify_all


@transaction.atomic
def enrol(
    *,
    person: User,
    course: CoursePage,
    now: datetime,
    enrolled_by: User | None = None,
    due_on: date | None = None,
) -> Enrolment:
    """Return the person's open enrolment, made if there is none yet.

    What was read or passed before does not count: a new run starts with nothing.
    """
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person,
        course=course,
        ended_at=None,
        defaults={"enrolled_at": now, "enrolled_by": enrolled_by, "due_on": due_on},
    )
    if is_new:
        audit.record(
            action="enrolment.made",
            actor=enrolled_by or person,
            now=now,
            person=person,
            about=enrolment,
            after={"course": course.slug, "due_on": due_on and due_on.isoformat()},
        )
        if enrolled_by is not None and enrolled_by != person:
            _tell(enrolment, now=now)
    return enrolment


def _tell(enrolment: Enrolment, *, now: datetime) -> None:
    course = enrolment.course
    told = Told(
        person_id=enrolment.person_id,
        cycle=f"enrolment-{enrolment.pk}",
        parameters={
            "course": course.title,
            "course_en": course.title_en,
            "due_on": enrolment.due_on.isoformat() if enrolment.due_on else "",
        },
        url=course.address,
    )
    notify_all(kind="course_assigned", told=[told], now=now)
