"""Who worked where, as what and for whom, over time."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Department, Post


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active_on(self, day: date) -> Self:
        return self.filter(
            Q(active_until=None) | Q(active_until__gt=day), active_from__lte=day
        )


class Membership(models.Model):
    """A person in a department and a post for a period (end exclusive)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    department = models.ForeignKey(Department, models.PROTECT)
    post = models.ForeignKey(Post, models.PROTECT)
    # Null: nobody above, or not known.
    line_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_memberships",
    )
    is_primary = models.BooleanField(default=True)
    active_from = models.DateField()
    # Null: still open. The day itself no longer counts.
    active_until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(active_until=None, is_primary=True),
                name="people_one_open_primary_post",
            ),
            models.CheckConstraint(
                condition=Q(active_until=None) | Q(active_until__gt=F("active_from")),
                name="people_membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(line_manager=None) | ~Q(line_manager=F("person")),
                name="people_membership_manager_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"membership #{self.pk} of person #{self.person_id}"
