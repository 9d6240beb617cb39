"""Who is learning what, and by when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.courses import CoursePage
from people.models import User
from quizzes.models import Quiz


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def certified(self) -> Self:
        return self.filter(certificate__isnull=False)

    def overdue(self, *, today: date) -> Self:
        """Open ones whose day has passed without a certificate or an end."""
        return self.open().filter(due_on__lt=today, certificate=None)

    def with_quiz(self, quiz: Quiz) -> Self:
        """Enrolments whose course has a live step with the quiz."""
        steps = quiz.quiz_steps.live().values_list("path", flat=True)
        return self.filter(course__path__in={path[:-4] for path in steps})


class Enrolment(models.Model):
    """A person's run through a course. A new run is a new row."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(CoursePage, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    # Null: the person enrolled themselves.
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Null: no deadline. The day itself still counts.
    due_on = models.DateField(null=True, blank=True)
    # Null: running. It stays so after the certificate: reading goes on counting.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(ended_at=None),
                name="courses_one_open_enrolment_each",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("enrolled_at")),
                name="courses_enrolment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment #{self.pk} of person #{self.person_id}"
