"""Is the process alive, and is it ready to serve?"""

from celery.exceptions import OperationalError as BrokerError
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from kombu.exceptions import KombuError

from config.celery import app


@require_GET
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers. Asks nothing of anybody."""
    return JsonResponse({"status": "ok"})


@require_GET
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers, no migration is missing, the broker takes work.

    A broker that is down makes it "degraded", not unready: nothing a person does
    in the browser waits on a worker.
    """
    checks = {"database": _database(), "migrations": _migrations(), "broker": _broker()}
    ready = checks["database"] == "ok" and checks["migrations"] == "ok"
    status = "ok" if all(v == "ok" for v in checks.values()) else "degraded"
    return JsonResponse(
        {"status": status if ready else "unready", **checks},
        status=200 if ready else 503,
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "failed"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "failed"
    return "missing" if missing else "ok"


def _broker() -> str:
    try:
        with app.connection_for_write(
            connect_timeout=2, transport_options=settings_for_probe()
        ) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OSError, KombuError, BrokerError):
        return "failed"
    return "ok"


def settings_for_probe() -> dict[str, object]:
    """Return the broker's own options, with short time-outs for a server's sake."""
    options = dict(getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}))
    if settings.CELERY_BROKER_URL.startswith("redis"):
        options |= {"socket_connect_timeout": 2, "socket_timeout": 2}
    return options
