"""Uploading a table of people, confirming it, giving it up, forgetting its files."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language

from people import audit
from people.models import JobState, PeopleImport, User
from people.services import jobs

CHECK, BRING_IN = "check_people", "import_people"
# A preview that nobody confirms, and a corrected file, are kept this long.
KEPT = timedelta(hours=24)


class NotReady(Exception):
    """The table is not checked, has errors, is under way or is gone."""


@transaction.atomic
def upload(
    *, content: BinaryIO, file_name: str, by: User, now: datetime
) -> PeopleImport:
    """Keep the file privately and have it checked; nothing else changes."""
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    content.seek(0)
    record = PeopleImport(
        file_name=file_name[-120:], sha256=digest, uploaded_by=by, uploaded_at=now
    )
    # The name says nothing: those of uploads often name people.
    record.upload.save(f"imports/{uuid4().hex}", File(content), save=False)
    record.save()
    record.check_job = jobs.enqueue(
        kind=CHECK, arguments=_arguments(record), requested_by=by, now=now
    )
    record.save(update_fields=["check_job"])
    audit.record(
        action="people.import_uploaded",
        actor=by,
        now=now,
        about=record,
        after={"file": record.file_name, "sha256": digest},
    )
    return record


def _arguments(record: PeopleImport) -> dict[str, Any]:
    # What is wrong is said in the language the person reads the page in.
    return {"import": record.pk, "language": get_language() or settings.LANGUAGE_CODE}


def is_ready(record: PeopleImport) -> bool:
    """Whether it is checked without errors and waits to be confirmed."""
    check = record.check_job
    return (
        record.import_job_id is None
        and bool(record.upload)
        and check is not None
        and check.state == JobState.DONE
        and not record.check_result.get("errors")
    )


@transaction.atomic
def confirm(
    *, record: PeopleImport, issues_codes: bool, by: User, now: datetime
) -> PeopleImport:
    """Have the checked table brought in.

    :raises NotReady: if it cannot be, or somebody was faster
    """
    locked = (
        PeopleImport.objects.select_for_update(of=("self",))
        .select_related("check_job")
        .get(pk=record.pk)
    )
    if not is_ready(locked):
        raise NotReady
    locked.issues_codes = issues_codes
    locked.import_job = jobs.enqueue(
        kind=BRING_IN, arguments=_arguments(locked), requested_by=by, now=now
    )
    locked.save(update_fields=["issues_codes", "import_job"])
    return locked


@transaction.atomic
def give_up(*, record: PeopleImport, by: User, now: datetime) -> None:
    """Forget a table that is not brought in.

    :raises NotReady: if it is being brought in, or is gone
    """
    locked = PeopleImport.objects.select_for_update().get(pk=record.pk)
    if locked.import_job_id is not None or not (locked.upload or locked.corrected):
        raise NotReady
    audit.record(action="people.import_given_up", actor=by, now=now, about=locked)
    transaction.on_commit(lambda: forget_files(locked))


def forget_files(record: PeopleImport, *, keep_corrected: bool = False) -> None:
    """Delete what was uploaded and what names people; the counts stay."""
    changes: dict[str, Any] = {"preview": []}
    for name in ("upload",) if keep_corrected else ("upload", "corrected"):
        stored = getattr(record, name)
        if stored:
            stored.storage.delete(stored.name)
            changes[name] = ""
    PeopleImport.objects.filter(pk=record.pk).update(**changes)


def forget_old(*, now: datetime) -> int:
    """Delete the files that nobody needs any more; return of how many tables."""
    found = PeopleImport.objects.with_files().select_related("check_job", "import_job")
    over = [record for record in found.order_by("pk") if _is_over(record, now=now)]
    for record in over:
        forget_files(record, keep_corrected=record.uploaded_at > now - KEPT)
    return len(over)


def _is_over(record: PeopleImport, *, now: datetime) -> bool:
    steps = [job for job in (record.check_job, record.import_job) if job]
    if any(not job.is_finished for job in steps):
        return False
    if record.uploaded_at <= now - KEPT:
        return True
    return bool(record.upload) and not is_ready(record)
