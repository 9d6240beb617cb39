"""Reminding people of days that come nearer: courses to finish, papers to renew."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from courses.models import Certificate, Enrolment
from courses.rules.certification import day_of
from courses.rules.reminders import CERTIFICATE_STAGES, COURSE_STAGES, stage
from courses.services.certificates import told_of
from people.services.notifications import Told, notify_all


def remind(*, now: datetime) -> None:
    """Tell whoever has reached a stage since the last time; each stage once."""
    notify_all(kind="course_due", told=_courses(now=now), now=now)
    notify_all(kind="certificate_expiring", told=_certificates(now=now), now=now)


def _courses(*, now: datetime) -> list[Told]:
    today = day_of(now)
    near = Enrolment.objects.open().filter(
        due_on__range=(today, today + timedelta(days=max(COURSE_STAGES))),
        certificate=None,
        person__is_active=True,
    )
    return [
        _due(enrolment, stage=reached)
        for enrolment in near.select_related("course").order_by("pk")
        if (reached := _stage(enrolment, today=today)) is not None
    ]


def _stage(enrolment: Enrolment, *, today: date) -> int | None:
    return stage(
        enrolment.due_on,
        today=today,
        since=day_of(enrolment.enrolled_at),
        stages=COURSE_STAGES,
    )


def _due(enrolment: Enrolment, *, stage: int) -> Told:
    course = enrolment.course
    return Told(
        person_id=enrolment.person_id,
        cycle=f"enrolment-{enrolment.pk}",
        stage=str(stage),
        parameters={
            "course": course.title,
            "course_en": course.title_en,
            "due_on": str(enrolment.due_on or ""),
        },
        url=course.address,
    )


def _certificates(*, now: datetime) -> list[Told]:
    today = day_of(now)
    # A newer paper of the same course makes the old one's end no news.
    newer = Certificate.objects.filter(
        person=OuterRef("person"),
        enrolment__course=OuterRef("enrolment__course"),
        issued_at__gt=OuterRef("issued_at"),
        revocation=None,
    )
    near = Certificate.objects.filter(
        valid_until__range=(today, today + timedelta(days=max(CERTIFICATE_STAGES))),
        revocation=None,
        person__is_active=True,
    ).exclude(Exists(newer))
    return [
        told_of(certificate, stage=str(reached))
        for certificate in near.order_by("pk")
        if (
            reached := stage(
                certificate.valid_until,
                today=today,
                since=day_of(certificate.issued_at),
                stages=CERTIFICATE_STAGES,
            )
        )
        is not None
    ]
