"""What services leave for after the commit."""

from celery import shared_task
from django.utils import timezone

from courses import documents
from courses.models import Certificate
from people.tasks import ClockTask


@shared_task(base=ClockTask, acks_late=True, time_limit=60)
def render_certificate(*, certificate_id: int, **_later: object) -> None:
    """Set the PDF, unless somebody who could not wait had it set already."""
    for certificate in Certificate.objects.not_rendered().filter(pk=certificate_id):
        documents.store(certificate, now=timezone.now())
