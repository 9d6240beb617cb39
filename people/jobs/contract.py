"""What a handler of jobs gets, may do and gives back.

A handler runs at least once, and again when its worker died: it must be safe to run
twice. Read and check outside a transaction; then write everything in one, with
`run.complete(result)` as its last line, so that the effect and "done" are committed
together or not at all. A handler that cannot do that (files, mail) has to find out
itself what an earlier run has left, and simply returns its result.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from people.jobs.report import Report
from people.models import Job

Result = dict[str, Any]


class Cancelled(Exception):
    """The job is not wanted any more; the handler has left nothing half done."""


class JobFailed(Exception):
    """The job cannot be done, for a reason its reader understands.

    A code for us, a translated sentence for them; nothing has been written.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One run of one job, as its handler sees it."""

    job_id: int
    arguments: dict[str, Any]
    requested_by_id: int | None
    report: Report
    now: Callable[[], datetime]

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is, as often as you like: most calls cost nothing."""
        self.report.progress(done, total, message, now=self.now())

    def is_cancelled(self) -> bool:
        """Whether to stop; ask every few rows."""
        return self.report.must_stop(now=self.now())

    def stop_if_cancelled(self) -> None:
        """Leave the handler where the job is not wanted any more.

        :raises Cancelled: if so
        """
        if self.is_cancelled():
            raise Cancelled

    def complete(self, result: Result) -> None:
        """Mark the job done in the transaction that holds all its effects.

        The last line of that transaction, since it locks the job's row.

        :raises Cancelled: if it was cancelled, or given to another worker, meanwhile
        """
        if not self.report.complete(result, now=self.now()):
            raise Cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """What does one kind of job, and how the jobs page speaks of it."""

    run: Callable[[JobRun], Result]
    title: str | Promise
    # Who sees everybody's jobs of this kind, beside administrators.
    seen_by: frozenset[str] = frozenset()
    # The page that shows more than the job's row, such as a preview of an import.
    link: Callable[[Job], str] | None = None
    # Whether whoever asked for it is told when it has ended.
    tells: bool = False

    def __call__(self, run: JobRun) -> Result:
        return self.run(run)


def handler(
    *,
    title: str | Promise,
    seen_by: Iterable[str] = (),
    link: Callable[[Job], str] | None = None,
    tells: bool = False,
) -> Callable[[Callable[[JobRun], Result]], Handler]:
    """Make a handler of a function; its path goes into settings.JOB_HANDLERS."""

    def decorate(run: Callable[[JobRun], Result]) -> Handler:
        roles = frozenset(str(role) for role in seen_by)
        return Handler(run=run, title=title, seen_by=roles, link=link, tells=tells)

    return decorate
