"""The two jobs of an import of people: checking the table, and bringing it in."""

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import audit
from people.imports import checking
from people.imports.checking import Plan
from people.imports.corrected import corrected_file
from people.imports.files import FileRefused
from people.imports.preview import preview_of
from people.jobs import JobFailed, JobRun, handler
from people.models import Job, PeopleImport, Role, User
from people.services import importing, people_imports, sign_in_codes

SEEN_BY = (Role.HR, Role.ADMINISTRATOR)
# What the job's row shows; the corrected file has everything.
SHOWN = 200
TRIES = 3


def link(job: Job) -> str:
    return reverse("imports:import", args=[job.arguments["import"]])


@handler(title=gettext_lazy("Check a table of people"), seen_by=SEEN_BY, link=link)
def check_people(run: JobRun) -> dict[str, Any]:
    """Dry run: what the table would change, or what is wrong with it."""
    with translation.override(run.arguments["language"]):
        return _check(run)


def _check(run: JobRun) -> dict[str, Any]:
    record = _record(run)
    plan = _checked(record, run)
    result = plan.report.as_data(at_most=SHOWN) | {"rows": plan.rows}
    changes: dict[str, Any] = {"preview": preview_of(plan)}
    if not plan.is_good:
        changes["corrected"] = _corrected(record, plan)
    with transaction.atomic():
        PeopleImport.objects.filter(pk=record.pk).update(**changes)
        run.complete(result)
    if not plan.is_good:
        people_imports.forget_files(record, keep_corrected=True)
    return result


@handler(title=gettext_lazy("Import people"), seen_by=SEEN_BY, link=link, tells=True)
def bring_in_people(run: JobRun) -> dict[str, Any]:
    """Write the table, if it is still without errors."""
    with translation.override(run.arguments["language"]):
        return _bring_in(run)


def _bring_in(run: JobRun) -> dict[str, Any]:
    record = _record(run)
    for _attempt in range(TRIES):
        plan = _checked(record, run)
        run.stop_if_cancelled()
        if not plan.is_good:
            return _refuse(record, plan, run)
        try:
            result = _write(record, plan, run)
        except (importing.DirectoryChanged, IntegrityError):
            # Somebody changed people meanwhile: what was checked is out of date.
            continue
        people_imports.forget_files(record)
        return result
    raise JobFailed(
        "people_changing",
        _(
            "People were being changed by somebody else the whole time. Nothing was "
            "written; import the table again."
        ),
    )


def _write(record: PeopleImport, plan: Plan, run: JobRun) -> dict[str, Any]:
    actor = User.objects.filter(pk=run.requested_by_id).first()
    ready = importing.prepare(plan)
    result = plan.report.as_data(at_most=SHOWN) | {"rows": plan.rows}
    now = run.now()
    run.progress(plan.rows, plan.rows, _("Writing"))
    with transaction.atomic():
        importing.write(
            plan=plan,
            ready=ready,
            actor=actor,
            reason=f"import #{record.pk}",
            now=now,
        )
        audit.record(
            action="people.imported",
            actor=actor,
            now=now,
            about=record,
            after=importing.counts(plan) | {"sha256": record.sha256},
        )
        if record.issues_codes and ready.created and actor is not None:
            sign_in_codes.ask_for_sheet(
                people_ids=importing.created_people(ready),
                by=actor,
                now=now,
                made_for=record,
            )
        run.complete(result)
    return result


def _refuse(record: PeopleImport, plan: Plan, run: JobRun) -> dict[str, Any]:
    """What was good at the preview is not any more; nothing is written."""
    result = plan.report.as_data(at_most=SHOWN) | {"rows": plan.rows}
    corrected = _corrected(record, plan)
    with transaction.atomic():
        PeopleImport.objects.filter(pk=record.pk).update(
            corrected=corrected, preview=[]
        )
        run.complete(result)
    people_imports.forget_files(record, keep_corrected=True)
    return result


def _record(run: JobRun) -> PeopleImport:
    record = PeopleImport.objects.get(pk=run.arguments["import"])
    if not record.upload:
        raise JobFailed(
            "file_gone", _("The file is not there any more. Upload it again.")
        )
    return record


def _checked(record: PeopleImport, run: JobRun) -> Plan:
    def tick(done: int, total: int | None) -> None:
        run.stop_if_cancelled()
        message = _("Comparing") if total else _("Reading the file")
        run.progress(done, total, message)

    try:
        with record.upload.open("rb") as content:
            return checking.check(
                content,
                name=record.file_name,
                today=timezone.localdate(run.now()),
                tick=tick,
            )
    except FileNotFoundError:
        raise JobFailed(
            "file_gone", _("The file is not there any more. Upload it again.")
        ) from None


def _corrected(record: PeopleImport, plan: Plan) -> str:
    """Store the rows with their errors; return the name, empty if there are none."""
    try:
        with record.upload.open("rb") as content:
            made = corrected_file(
                content, name=record.file_name, findings=plan.report.findings
            )
    except FileRefused:
        return ""
    storage = record.upload.storage
    name: str = storage.save(f"imports/{uuid4().hex}.xlsx", ContentFile(made))
    return name
