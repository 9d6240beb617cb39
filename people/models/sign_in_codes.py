"""Single-use codes for people without a password, and the sheets they are on."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.imports import PeopleImport


class CodeSheet(models.Model):
    """People who are to get codes. The codes themselves exist only on paper: they
    are made when the sheet is shown, and only their hashes are kept."""

    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="code_sheets"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    # Null: asked for by hand.
    made_for = models.OneToOneField(
        PeopleImport, models.PROTECT, null=True, related_name="code_sheet"
    )

    class Meta:
        verbose_name = _("sheet of sign-in codes")
        verbose_name_plural = _("sheets of sign-in codes")

    def __str__(self) -> str:
        return f"sheet of sign-in codes #{self.pk}"


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def unused(self) -> Self:
        """Neither used nor void; perhaps out of date."""
        return self.filter(used_at=None, voided_at=None)

    def good(self, *, now: datetime) -> Self:
        return self.unused().filter(expires_at__gt=now)


class SignInCode(models.Model):
    """One code of one person, hashed. A newer one makes it void."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_in_codes"
    )
    # Keyed with the site's secret: the table alone tells nobody a code.
    code_hash = models.CharField(max_length=64)
    sheet = models.ForeignKey(CodeSheet, models.PROTECT, related_name="codes")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at=None, voided_at=None),
                name="people_one_unused_code_each",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(voided_at=None),
                name="people_code_is_used_or_void",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="people_code_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-in code #{self.pk} of person #{self.person_id}"
