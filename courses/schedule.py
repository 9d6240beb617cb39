"""What the clock starts. Each task finds its own work, so running twice is safe."""

import logging

from celery import shared_task
from django.utils import timezone

from courses import documents
from courses.constants import RENDER_BATCH
from courses.models import Certificate
from courses.services import reminders

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
