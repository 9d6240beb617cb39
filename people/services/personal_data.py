"""Handing out what the academy holds about a person: to themselves, or by HR."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.documents_excel import data_book
from people.models import AuditEntry, User
from people.personal_data.contract import Filled, Value
from people.queries.personal_data import everything_about

# The form of data.json; grows when a key changes its meaning.
FORMAT_VERSION = 1
MOST_PER_HOUR = 5
HOUR = timedelta(hours=1)


class TooOften(Exception):
    """The person has exported their data several times within the hour."""


@transaction.atomic
def export_own(*, person: User, now: datetime) -> bytes:
    """Return everything about the person as a zip: JSON for programs, Excel for people.

    :raises TooOften: after five exports within an hour; nothing is written then
    """
    recent = AuditEntry.objects.filter(
        actor=person, action="my_data.exported", at__gt=now - HOUR
    )
    if recent.count() >= MOST_PER_HOUR:
        raise TooOften
    sections = everything_about(person)
    audit.record(
        action="my_data.exported",
        actor=person,
        now=now,
        person=person,
        after={"rows": _rows(sections)},
    )
    return _archive(person, sections, now=now)


@transaction.atomic
def export_for(*, person: User, by: User, reason: str, now: datetime) -> bytes:
    """Return the same for somebody else; the person sees that it was exported."""
    sections = everything_about(person)
    audit.record_export(
        action="personal_data.exported",
        viewer=by,
        people=[person.pk],
        person=person,
        now=now,
        reason=reason,
        after={"rows": _rows(sections)},
    )
    return _archive(person, sections, now=now)


def _rows(sections: Sequence[Filled]) -> int:
    return sum(len(filled.records) for filled in sections)


def _archive(person: User, sections: Sequence[Filled], *, now: datetime) -> bytes:
    title = _("What the academy holds about %(name)s, %(day)s") % {
        "name": str(person),
        "day": timezone.localdate(now).isoformat(),
    }
    data = {
        "format_version": FORMAT_VERSION,
        "generated_at": now.isoformat(),
        "employee_number": person.employee_number,
        "sections": {f.section.key: list(f.records) for f in sections},
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_as_text)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        archive.writestr("data.xlsx", data_book(sections, title=title))
    return buffer.getvalue()


def _as_text(value: Value) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in data.json")
