"""A run's line to its row: alive, how far, and whether it is still wanted."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection, transaction

from people.models import Job, JobState

log = logging.getLogger(__name__)
# How often a run says that it is alive. A cancel is noticed as fast.
PULSE_SECONDS = 2.0


class Report:
    """Keeps the row up to date, as long as the row still belongs to this attempt.

    By itself it writes at every call. While a Pulse beats, only the pulse writes:
    on a connection of its own, since what a handler writes inside its transaction
    nobody sees before the commit, neither the jobs page nor the clock.
    """

    def __init__(self, job: Job) -> None:
        self.mine = Job.objects.at_work().filter(pk=job.pk, attempts=job.attempts)
        self.job_id = job.pk
        self.known: dict[str, Any] = {}
        self.has_pulse = False
        self.is_completed = False
        self._must_stop = False

    def progress(
        self, done: int, total: int | None, message: str, *, now: datetime
    ) -> None:
        if done < 0 or (total is not None and done > total):
            raise ValueError(f"{done} of {total} done")
        self.known = {"done": done, "total": total, "message": message[:200]}
        if not self.has_pulse:
            self.beat(now=now)

    def must_stop(self, *, now: datetime) -> bool:
        if not self.has_pulse:
            self.beat(now=now)
        return self._must_stop

    def beat(self, *, now: datetime) -> None:
        """Write down that the run is alive; learn whether it is still wanted."""
        self.mine.update(heartbeat_at=now, **self.known)
        state = self.mine.values_list("state", flat=True).first()
        # None: another worker has it, or it is finished.
        self._must_stop = state != JobState.RUNNING

    def complete(self, result: dict[str, Any], *, now: datetime) -> bool:
        """Mark the row done, unless it is cancelled or no longer ours."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "complete() belongs into the transaction that holds the effects"
            )
        wanted = self.mine.filter(state=JobState.RUNNING)
        self.is_completed = bool(
            wanted.update(
                state=JobState.DONE, result=result, finished_at=now, **self.known
            )
        )
        return self.is_completed


class Pulse(threading.Thread):
    """Beats beside the handler, which may be busy in one long statement."""

    def __init__(self, report: Report, *, clock: Callable[[], datetime]) -> None:
        super().__init__(name=f"pulse of job {report.job_id}", daemon=True)
        self.report = report
        self.clock = clock
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.report.has_pulse = True
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._over.set()
        self.join()
        self.report.has_pulse = False

    def run(self) -> None:
        try:
            while not self._over.wait(PULSE_SECONDS):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            self.report.beat(now=self.clock())
        except DatabaseError as problem:
            # Down, or locked by the handler's own transaction: the next beat tells.
            log.warning("pulse missed: %s", type(problem).__name__)
            connection.close()
