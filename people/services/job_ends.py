"""Telling people that what they asked for has ended."""

from datetime import datetime, timedelta

from django.urls import reverse

from people.jobs.registry import kinds_that_tell
from people.models import Job, JobState
from people.services.notifications import Told, notify_all

# Long enough for a clock that was down over a weekend; older ends are no news.
LOOK_BACK = timedelta(days=4)


def tell(*, now: datetime) -> None:
    """Tell whoever asked for a job that it is done or has failed, once.

    The clock calls it, so that a worker that dies at the end of a job owes nothing.
    """
    ended = Job.objects.filter(
        kind__in=kinds_that_tell(),
        state__in=(JobState.DONE, JobState.FAILED),
        finished_at__gte=now - LOOK_BACK,
        requested_by__isnull=False,
    )
    told = [
        _told(job, person_id)
        for job in ended.order_by("pk")
        if (person_id := job.requested_by_id) is not None
    ]
    if told:
        notify_all(kind="job_ended", told=told, now=now)


def _told(job: Job, person_id: int) -> Told:
    errors = (job.result or {}).get("errors")
    return Told(
        person_id=person_id,
        cycle=f"job-{job.pk}",
        parameters={
            "kind": job.kind,
            "job": job.pk,
            "failed": job.state == JobState.FAILED or bool(errors),
        },
        url=reverse("jobs:job", args=[job.pk]),
    )
