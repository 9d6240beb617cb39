"""Who read which entry, in which revision; and what they keep at hand."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from courses.models.handbook import EntryPage
from people.models import User


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def confirmed(self) -> Self:
        return self.filter(kind=Reading.Kind.READ)


class Reading(models.Model):
    """An entry was opened, or confirmed as read; append-only, once per revision."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        READ = "read", _("read")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings"
    )
    entry = models.ForeignKey(EntryPage, models.PROTECT, related_name="readings")
    # Null: an entry from before revisions were kept.
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [models.Index(fields=["person", "-at"], name="courses_recently_read")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "entry", "revision", "kind"],
                name="courses_one_reading_per_revision",
            ),
            models.UniqueConstraint(
                fields=["person", "entry", "kind"],
                condition=Q(revision=None),
                name="courses_one_reading_without_revision",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "read"]),
                name="courses_reading_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"reading #{self.pk} of entry #{self.entry_id}"


class Bookmark(models.Model):
    """An entry that a person wants to find again. Not a fact: it comes and goes."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks"
    )
    entry = models.ForeignKey(EntryPage, models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "entry"], name="courses_one_bookmark_each"
            )
        ]

    def __str__(self) -> str:
        return f"bookmark #{self.pk} of person #{self.person_id}"
