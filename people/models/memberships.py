"""Who worked where, as what and for whom, over time."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Department, Post
from people.models.users import User
from people.rules.periods import Period


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active_on(self, day: date) -> Self:
        return self.filter(
            Q(active_until=None) | Q(active_until__gt=day), active_from__lte=day
        )

    def active_after(self, day: date) -> Self:
        """Those with a day on or after this one, begun or not."""
        return self.filter(Q(active_until=None) | Q(active_until__gt=day))

    def planned(self, day: date) -> Self:
        """Those that begin later than the day."""
        return self.filter(active_from__gt=day)

    def primary(self) -> Self:
        return self.filter(is_primary=True)

    def second(self) -> Self:
        return self.filter(is_primary=False)

    def open(self) -> Self:
        return self.filter(active_until=None)

    def of(self, person: User) -> Self:
        """The person's, those under former accounts included."""
        return self.filter(person__in=User.objects.accounts_of(person.pk))

    def under(self, manager: User) -> Self:
        """Those whose line manager this is, by a former account or not."""
        return self.filter(line_manager__in=User.objects.accounts_of(manager.pk))


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
    # When the copy on the person took its beginning over; null: still to come.
    applied_at = models.DateTimeField(null=True, blank=True)

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

    @property
    def period(self) -> Period:
        return Period(start=self.active_from, end=self.active_until)
