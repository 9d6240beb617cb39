"""Jobs in every state, as services and workers leave them."""

from datetime import datetime
from typing import Any

from people.models import Job, JobState, User
from people.models.jobs import AT_WORK, FINISHED


def a_job(
    *,
    state: str = JobState.WAITING,
    now: datetime,
    kind: str = "add",
    asked_by: User | None = None,
    **fields: Any,
) -> Job:
    given: dict[str, Any] = {"created_at": now, "sent_at": now}
    if state in AT_WORK:
        given |= {"started_at": now, "heartbeat_at": now, "attempts": 1}
    if state in FINISHED:
        given |= {"started_at": now, "finished_at": now, "attempts": 1}
    if state == JobState.DONE:
        given["result"] = {}
    if state == JobState.FAILED:
        given |= {"error_code": "crashed", "error": "It broke."}
    return Job.objects.create(
        kind=kind, state=state, requested_by=asked_by, **(given | fields)
    )
