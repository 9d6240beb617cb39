"""What `courses` holds about a person: enrolments, steps, readings, certificates."""

from django.utils.translation import gettext_lazy as _

from courses.models import Bookmark, Certificate, Enrolment, Reading, StepEvent
from people.personal_data.contract import PersonalData, Record, Section
from people.personal_data.excluded import OF_CONTENT, OF_OTHERS
from people.personal_data.sections import LINE, ONLY_YOU


def _enrolment(enrolment: Enrolment) -> Record:
    return {
        "course": enrolment.course.title,
        "enrolled_at": enrolment.enrolled_at,
        "enrolled_by": "other" if enrolment.enrolled_by_id else "self",
        "due_on": enrolment.due_on,
        "ended_at": enrolment.ended_at,
    }


def _certificate(certificate: Certificate) -> Record:
    revocation = certificate.revocation if certificate.is_revoked else None
    return {
        "number": certificate.number,
        "title": certificate.frozen["title"],
        "course": certificate.frozen["course"],
        "holder": certificate.holder,
        "grade": certificate.grade,
        "issued_at": certificate.issued_at,
        "valid_until": certificate.valid_until,
        "revoked_at": revocation.at if revocation else None,
        "revoked_because": revocation.reason if revocation else "",
    }


SECTIONS = (
    Section(
        key="enrolments",
        title=_("Enrolments"),
        why=_("To show what you are to learn, and by when."),
        seen_by=LINE,
        columns={
            "course": _("Course"),
            "enrolled_at": _("Enrolled on"),
            "enrolled_by": _("Enrolled by"),
            "due_on": _("Due on"),
            "ended_at": _("Ended at"),
        },
        rows=lambda person: (
            Enrolment.objects.filter(person=person)
            .select_related("course")
            .order_by("-pk")
        ),
        record=_enrolment,
        words={"enrolled_by": {"self": _("yourself"), "other": _("somebody else")}},
        covers=["courses.enrolment.person"],
    ),
    Section(
        key="progress",
        title=_("Progress"),
        why=_("To show how far you are in each course; certificates rest on it."),
        seen_by=LINE,
        columns={
            "course": _("Course"),
            "step": _("Step"),
            "event": _("What"),
            "at": _("When"),
        },
        rows=lambda person: (
            StepEvent.objects.filter(enrolment__person=person)
            .select_related("enrolment__course", "step")
            .order_by("-pk")
        ),
        record=lambda event: {
            "course": event.enrolment.course.title,
            "step": event.step.title,
            "event": event.kind,
            "at": event.at,
        },
        words={"event": dict(StepEvent.Kind.choices)},
    ),
    Section(
        key="readings",
        title=_("Entries read"),
        why=_("To show which entries you know, and in which version."),
        seen_by=ONLY_YOU,
        columns={
            "number": _("Number"),
            "entry": _("Entry"),
            "event": _("What"),
            "at": _("When"),
        },
        rows=lambda person: (
            Reading.objects.filter(person=person)
            .select_related("entry")
            .order_by("-at", "-pk")
        ),
        record=lambda reading: {
            "number": reading.entry.number,
            "entry": reading.entry.title,
            "event": reading.kind,
            "at": reading.at,
        },
        words={"event": dict(Reading.Kind.choices)},
        covers=["courses.reading.person"],
    ),
    Section(
        key="bookmarks",
        title=_("Bookmarks"),
        why=_("So that you find entries again; gone when you take them away."),
        seen_by=ONLY_YOU,
        columns={
            "number": _("Number"),
            "entry": _("Entry"),
            "created_at": _("Kept since"),
        },
        rows=lambda person: (
            Bookmark.objects.filter(person=person)
            .select_related("entry")
            .order_by("-pk")
        ),
        record=lambda bookmark: {
            "number": bookmark.entry.number,
            "entry": bookmark.entry.title,
            "created_at": bookmark.created_at,
        },
        covers=["courses.bookmark.person"],
    ),
    Section(
        key="certificates",
        title=_("Certificates"),
        why=_("To prove what you have earned, also years later."),
        seen_by=_(
            "you, your managers, HR and administrators; the page behind the QR code "
            "for whoever holds the paper"
        ),
        columns={
            "number": _("Number"),
            "title": _("Certificate"),
            "course": _("Course"),
            "holder": _("Name on the paper"),
            "grade": _("Grade"),
            "issued_at": _("Issued on"),
            "valid_until": _("Valid until"),
            "revoked_at": _("Revoked on"),
            "revoked_because": _("Reason"),
        },
        rows=lambda person: (
            Certificate.objects.filter(person=person)
            .select_related("revocation")
            .order_by("-pk")
        ),
        record=_certificate,
        covers=["courses.certificate.person"],
    ),
)
DATA = PersonalData(
    sections=SECTIONS,
    excluded={
        "courses.enrolment.enrolled_by": OF_OTHERS,
        "courses.stepevent.recorded_by": OF_OTHERS,
        "courses.revocation.by": OF_OTHERS,
        "courses.directpublication.by": OF_CONTENT,
        "courses.edition.approver": OF_CONTENT,
        "courses.edition.drafter": OF_CONTENT,
        "courses.edition.published_by": OF_CONTENT,
        "courses.edition.reviewer": OF_CONTENT,
    },
)
