"""Handlers of jobs for tests; the last ones for workers that are killed."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.jobs import Cancelled, JobFailed, JobRun, handler
from people.models import AuditEntry, Job, Role
from people.services import import_jobs, jobs


@handler(title="Adding up", seen_by={Role.HR})
def add(run: JobRun) -> dict[str, Any]:
    run.progress(1, 2, "half of it")
    return {"sum": sum(run.arguments.get("numbers", ()))}


def plain(run: JobRun) -> dict[str, Any]:
    return {}


@handler(title="Once")
def once(run: JobRun) -> dict[str, Any]:
    """One effect, committed together with "done"."""
    result = {"sum": 1}
    with transaction.atomic():
        audit.record(action="test.effect", actor=None, now=run.now())
        run.complete(result)
    return result


@handler(title="Refusing")
def refuse(run: JobRun) -> dict[str, Any]:
    raise JobFailed("no_such_sheet", _("No bookmarks yet"))


@handler(title="Crashing")
def crash(run: JobRun) -> dict[str, Any]:
    raise ZeroDivisionError(run.arguments["name"])


@handler(title="Without a database")
def lose_database(run: JobRun) -> dict[str, Any]:
    raise OperationalError("server closed the connection unexpectedly")


@handler(title="Called off")
def called_off(run: JobRun) -> dict[str, Any]:
    """Somebody cancels it while it works."""
    job = Job.objects.select_related("requested_by").get(pk=run.job_id)
    jobs.cancel(job=job, by=job.requested_by, now=run.now())
    run.stop_if_cancelled()
    return {"sum": 0}


@handler(title="Called off at the last moment")
def called_off_late(run: JobRun) -> dict[str, Any]:
    job = Job.objects.select_related("requested_by").get(pk=run.job_id)
    jobs.cancel(job=job, by=job.requested_by, now=run.now())
    with transaction.atomic():
        audit.record(action="test.effect", actor=None, now=run.now())
        run.complete({"sum": 1})
    return {"sum": 1}


@handler(title="Taken over")
def taken_over(run: JobRun) -> dict[str, Any]:
    """The clock takes it for dead, and another worker begins it."""
    Job.objects.filter(pk=run.job_id).update(attempts=2)
    if run.is_cancelled():
        raise Cancelled
    return {"sum": 13}


@handler(title="Killed")
def killed(run: JobRun) -> dict[str, Any]:
    """Stay at one spot until killed; begun again, go straight through.

    before: nothing is written yet; inside: written, not committed; after: committed.
    """
    folder, spot = Path(run.arguments["folder"]), run.arguments["spot"]
    run.progress(1, 3)
    if spot == "before":
        _wait_here(folder / spot)
    if spot == "inside":
        # On SQLite it keeps everybody else from writing: the others go first.
        while not ((folder / "before").exists() and (folder / "after").exists()):
            time.sleep(0.05)
    result = {"sum": 3, "spot": spot}
    with transaction.atomic():
        audit.record(action=f"test.{spot}", actor=None, now=timezone.now())
        run.complete(result)
        if spot == "inside":
            _wait_here(folder / spot)
    if spot == "after":
        _wait_here(folder / spot)
    return result


def _wait_here(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        time.sleep(60)


@handler(title="Import people, stopping before the last statement")
def import_people(run: JobRun) -> dict[str, Any]:
    """People and memberships are written, their audit lines are not."""
    mark = Path(settings.DATA_DIR) / "marks" / "writing"

    def wait_in_the_middle(
        execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if many and sql.startswith("INSERT INTO people_auditentry"):
            _wait_here(mark)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wait_in_the_middle):
        return import_jobs.bring_in_people(run)


def effects(action: str = "test.effect") -> int:
    return AuditEntry.objects.filter(action=action).count()
