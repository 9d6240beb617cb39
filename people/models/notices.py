"""What we do with people's data, and who has read it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models.organisation import in_reader_language


class NoticeQuerySet(models.QuerySet["Notice"]):
    def newest_first(self) -> Self:
        return self.order_by("-version")


class Notice(models.Model):
    """One version of the personal-information notice; its text never changes."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))
    published_at = models.DateTimeField()
    # Null: came with the academy.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal-information notice")
        verbose_name_plural = _("personal-information notices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="people_notice_counts_from_1"
            ),
            models.CheckConstraint(
                condition=~models.Q(text_zh="") & ~models.Q(text_en=""),
                name="people_notice_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"personal-information notice, version {self.version}"

    @property
    def display_text(self) -> str:
        return in_reader_language(self.text_zh, self.text_en)


class Acknowledgement(models.Model):
    """Somebody has read a version of the notice; append-only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements"
    )
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "notice"], name="people_notice_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"acknowledgement #{self.pk} of person #{self.person_id}"


def owes_notice() -> Exists:
    """Whether there is a version newer than the newest one the person has read."""
    read = Acknowledgement.objects.filter(person=OuterRef(OuterRef("pk")))
    newest = read.order_by("-notice__version").values("notice__version")[:1]
    return Exists(Notice.objects.filter(version__gt=Coalesce(Subquery(newest), 0)))
