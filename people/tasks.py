"""What services leave for after the commit."""

import logging
from typing import Any

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.utils import timezone
from kombu.exceptions import KombuError

from people.jobs import running

log = logging.getLogger(__name__)
JOB_SECONDS = 3600


class ClockTask(DjangoTask):
    """A task that the clock finds again by itself.

    So a broker that is down must not break the request that leaves the work.
    """

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().apply_async(*args, **kwargs)
        except (KombuError, OSError) as problem:
            log.warning("broker unreachable: %s", type(problem).__name__)
            return None


@shared_task(
    base=ClockTask,
    acks_late=True,
    soft_time_limit=JOB_SECONDS - 60,
    time_limit=JOB_SECONDS,
)
def run_job(*, job_id: int, **_later: object) -> None:
    """Run the job, unless another worker has it or it is finished."""
    running.run(job_id=job_id, clock=timezone.now)
