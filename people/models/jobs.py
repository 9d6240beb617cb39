"""Long work that a worker does, and how far it is."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    # Somebody asked for it to stop; the worker has not got there yet.
    CANCELLING = "cancelling", pgettext_lazy("job", "Being cancelled")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")


AT_WORK = (JobState.RUNNING, JobState.CANCELLING)
UNFINISHED = (JobState.WAITING, *AT_WORK)
FINISHED = (JobState.CANCELLED, JobState.DONE, JobState.FAILED)


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> Self:
        return self.filter(state=JobState.WAITING)

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def stale(self, *, now: datetime, after: timedelta) -> Self:
        """At work by the row, but no worker has said so for a while."""
        return self.at_work().filter(heartbeat_at__lt=now - after)


class Job(models.Model):
    """One piece of long work: asked for, run by a worker, run again if that dies.

    `people.jobs` runs it, `people.services.jobs` asks for it and cancels it.
    """

    # A key of settings.JOB_HANDLERS.
    kind = models.CharField(max_length=40)
    # Ids only, never personal data: rows outlive what they point at.
    arguments = models.JSONField(default=dict)
    # Null: the clock.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="jobs",
        db_index=False,
    )
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    # Null: nobody knows yet how much there is to do.
    total = models.PositiveIntegerField(null=True)
    # What it is doing now, in the language of whoever asked for it.
    message = models.CharField(max_length=200, blank=True)
    # How often a worker has begun it. Also says whose run it is: a worker that was
    # taken for dead finds another number here and may write nothing any more.
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it was last handed to the broker, which may have lost it.
    sent_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    # Null until done.
    result = models.JSONField(null=True)
    # Empty unless failed; the sentence is for the reader, the traceback in the log.
    error_code = models.SlugField(max_length=40, blank=True, db_index=False)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # When the newest attempt began; null while waiting.
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(
                fields=["heartbeat_at", "id"],
                condition=Q(state__in=UNFINISHED),
                name="people_job_unfinished",
            ),
            models.Index(fields=["requested_by", "-id"], name="people_job_of_person"),
            models.Index(fields=["kind", "-id"], name="people_job_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="people_job_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="people_job_has_a_kind"),
            models.CheckConstraint(
                condition=Q(state=JobState.WAITING, started_at=None, heartbeat_at=None)
                | Q(state__in=AT_WORK, started_at__isnull=False)
                & Q(heartbeat_at__isnull=False)
                # Cancelled before anybody began it, or in the middle.
                | Q(state=JobState.CANCELLED)
                | Q(
                    state__in=(JobState.DONE, JobState.FAILED),
                    started_at__isnull=False,
                ),
                name="people_job_start_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, finished_at=None)
                | Q(state__in=FINISHED, finished_at__isnull=False),
                name="people_job_finish_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, result__isnull=False)
                | ~Q(state=JobState.DONE) & Q(result__isnull=True),
                name="people_job_result_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.FAILED) & ~Q(error_code="") & ~Q(error="")
                | ~Q(state=JobState.FAILED) & Q(error_code="", error=""),
                name="people_job_error_when_failed",
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")),
                name="people_job_done_within_total",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=MAX_ATTEMPTS)
                & (~Q(state__in=AT_WORK) | Q(attempts__gte=1)),
                name="people_job_attempts_fit_state",
            ),
            # No constraint orders the times: each is of the clock of whichever
            # machine wrote it, and a clock put back must not keep a job from ending.
        ]

    def __str__(self) -> str:
        return f"job #{self.pk}: {self.kind}"

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def percent(self) -> int | None:
        """How far it is, or None while nobody knows how much there is to do."""
        if self.state == JobState.DONE:
            return 100
        return None if not self.total else 100 * self.done // self.total
