"""What the clock starts. Each task finds its own work, so running twice is safe."""

from celery import shared_task
from django.utils import timezone

from quizzes.models import Attempt
from quizzes.services import attempts, proposals


@shared_task
def submit_overdue_attempts(**_later: object) -> None:
    """Close every attempt whose time is up."""
    attempts.settle_overdue(attempts=Attempt.objects.all(), now=timezone.now())


@shared_task
def draw_approved_versions(**_later: object) -> None:
    """Draw the approved versions of questions whose day has come."""
    proposals.bring_into_force(now=timezone.now())
