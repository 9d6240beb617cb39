"""What the clock starts. Each task finds its own work, so running twice is safe."""

from celery import shared_task
from django.utils import timezone

from quizzes.models import Attempt
from quizzes.services import attempts


@shared_task
def submit_overdue_attempts(**_later: object) -> None:
    """Close every attempt whose time is up."""
    attempts.settle_overdue(attempts=Attempt.objects.all(), now=timezone.now())
