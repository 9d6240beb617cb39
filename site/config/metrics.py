"""Numbers for Prometheus at /metrics, for whoever has the token.

Request counts and times live in files that all web processes of this machine share
(PROMETHEUS_MULTIPROC_DIR), so any of them answers for all. Jobs are counted in the
database when asked. Labels are routes, methods and states: never a path or a person.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

if settings.METRICS_TOKEN:
    # Before the import: that is when the library reads it.
    os.environ.setdefault(
        "PROMETHEUS_MULTIPROC_DIR", str(Path(settings.DATA_DIR) / "metrics")
    )
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from people.models import Job, JobState

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = frozenset({"GET", "HEAD", "POST"})
REQUESTS = Counter(
    "waybill_requests", "Requests answered.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "waybill_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def request_metrics(get_response: Handler) -> Handler:
    """Count and time every request by the name of its route.

    :raises MiddlewareNotUsed: where nobody may ask for the numbers
    """
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        # Addresses and methods that we do not have must not make labels.
        route = (match.view_name if match else "") or "unknown"
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - start)
        return response

    return middleware


class Jobs(Collector):
    """How many jobs there are in each state, and how long the oldest one waits."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("waybill_database_up", "Whether the database answers.")
        try:
            # Finished ones only grow: the unfinished tell whether workers keep up.
            rows = list(
                Job.objects.unfinished()
                .values_list("state")
                .annotate(Count("pk"), Min("created_at"))
            )
        except DatabaseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        jobs = GaugeMetricFamily(
            "waybill_jobs", "Unfinished jobs by state.", labels=["state"]
        )
        found = {state: (number, since) for state, number, since in rows}
        for state in (JobState.WAITING, JobState.RUNNING, JobState.CANCELLING):
            jobs.add_metric([state.value], found.get(state, (0, None))[0])
        yield jobs
        since = found.get(JobState.WAITING, (0, None))[1]
        age = (timezone.now() - since).total_seconds() if since else 0
        yield GaugeMetricFamily(
            "waybill_job_queue_age_seconds",
            "How long the oldest waiting job has waited.",
            value=max(0, age),
        )


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers, for a request with the token; for others there is no such page."""
    if not _is_allowed(request):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Jobs())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_allowed(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {token}"
    return bool(token) and hmac.compare_digest(given.encode(), wanted.encode())
