"""What the clock starts. Each task finds its own work, so running twice is safe."""

import logging

from celery import shared_task
from django.utils import timezone

from courses import documents
from courses.constants import RENDER_BATCH
from courses.models import Certificate
from courses.services import editions, reminders

log = logging.getLogger(__name__)


@shared_task(acks_late=True, time_limit=120)
def render_missing_certificates(**_later: object) -> None:
    """Set the PDFs that no worker has set: the broker was down, or it lost a task.

    One that fails is logged and does not keep the others waiting.
    """
    waiting = Certificate.objects.not_rendered().order_by("pk")[:RENDER_BATCH]
    for certificate in waiting:
        try:
            documents.store(certificate, now=timezone.now())
        except Exception:
            log.exception("certificate not set", extra={"certificate": certificate.pk})


@shared_task
def remind(**_later: object) -> None:
    """Courses that are due soon, certificates that run out soon: each stage once."""
    reminders.remind(now=timezone.now())


@shared_task(acks_late=True, time_limit=120)
def publish_what_is_due(**_later: object) -> None:
    """Give readers the approved texts whose day has come; two clocks do no harm.

    One that fails is logged and does not keep the others waiting.
    """
    now = timezone.now()
    editions.catch_up(now=now)
    for revision in editions.due(now=now):
        try:
            editions.publish_due(revision_id=revision, now=now)
        except Exception:
            log.exception("edition not published", extra={"revision": revision})
