"""What the clock starts. Each task finds its own work, so running twice is safe."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from people.services import (
    company_facts,
    digests,
    job_ends,
    jobs,
    mails,
    people_imports,
    standing,
)


@shared_task
def clear_sessions(**_later: object) -> None:
    """Delete sessions that have run out, and what the lists of devices say of them."""
    call_command("clearsessions")
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    for session in UserSession.objects.filter(created_at__lt=oldest).iterator():
        session.purge()


@shared_task
def restart_jobs(**_later: object) -> None:
    """Bring back jobs whose worker died, and those that no worker was told of."""
    now = timezone.now()
    jobs.restart_stale(now=now, after=settings.JOB_STALE_AFTER)
    jobs.send_waiting(now=now)


@shared_task
def apply_memberships(**_later: object) -> None:
    """Let transfers, leavings and returns take effect on their day in Shanghai."""
    standing.apply_what_is_due(now=timezone.now())


@shared_task
def forget_uploads(**_later: object) -> None:
    """Delete tables of people that nobody needs any more."""
    people_imports.forget_old(now=timezone.now())


@shared_task(time_limit=300)
def send_mails(**_later: object) -> None:
    """Send what is due by mail: urgent notifications and the digests of this hour."""
    now = timezone.now()
    job_ends.tell(now=now)
    if not settings.HAS_MAIL:
        return  # what is due waits until there is a server again
    digests.make_mails(now=now)
    mails.take_back_lost(now=now)
    mails.send_waiting(clock=timezone.now)


@shared_task
def take_up_facts(**_later: object) -> None:
    """Mark what names a company fact whose new value holds from today."""
    company_facts.take_effect_when_due(now=timezone.now())
