"""What the jobs page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from people.jobs.errors import SENTENCES
from people.jobs.registry import UnknownKind, handler_for
from people.models import Job, JobState

TONES = {
    JobState.WAITING: "muted",
    JobState.RUNNING: "info",
    JobState.CANCELLING: "warn",
    JobState.CANCELLED: "muted",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
}
# What every import counts (DESIGN 10), in the order in which it is shown.
COUNTS: dict[str, Promise] = {
    "created": pgettext_lazy("import", "Created"),
    "updated": pgettext_lazy("import", "Updated"),
    "unchanged": pgettext_lazy("import", "Unchanged"),
    "deactivated": pgettext_lazy("import", "Deactivated"),
    "skipped": pgettext_lazy("import", "Skipped"),
}
REMARKS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A warning or an error of an import: where, and what."""

    location: str
    message: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job as its pages show it."""

    job: Job
    title: str | Promise
    tone: str
    # Where more than the row is shown; empty: nowhere.
    link: str
    error: str | Promise

    @property
    def counts(self) -> list[tuple[Promise, Any]]:
        result = self.job.result or {}
        return [(label, result[key]) for key, label in COUNTS.items() if key in result]

    @property
    def summary(self) -> str:
        return str((self.job.result or {}).get("summary", ""))

    @property
    def remarks(self) -> list[Remark]:
        result = self.job.result or {}
        found = [("bad", one) for one in result.get("errors", ())]
        found += [("warn", one) for one in result.get("warnings", ())]
        return [
            Remark(location=one["location"], message=one["message"], tone=tone)
            for tone, one in found[:REMARKS_SHOWN]
        ]

    @property
    def remarks_left_out(self) -> int:
        result = self.job.result or {}
        number = len(result.get("errors", ())) + len(result.get("warnings", ()))
        return max(0, number - REMARKS_SHOWN)


def job_line(job: Job) -> JobLine:
    title: str | Promise = job.kind
    link = ""
    try:
        do = handler_for(job.kind)
    except UnknownKind:
        pass  # an older version's; its row stays readable
    else:
        title, link = do.title, do.link(job) if do.link else ""
    return JobLine(
        job=job,
        title=title,
        tone=TONES[JobState(job.state)],
        link=link,
        error=SENTENCES.get(job.error_code, job.error),
    )


def job_lines(jobs: Iterable[Job]) -> list[JobLine]:
    return [job_line(job) for job in jobs]
