"""The people who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Department, Post
from people.rules.employee_numbers import normalise

if TYPE_CHECKING:
    from people.models.memberships import Membership


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def unmerged(self) -> Self:
        """One account per person: without those that were merged into another."""
        return self.filter(merged_into=None)

    def accounts_of(self, person_id: int) -> Self:
        """The person's account and those that were merged into it."""
        return self.filter(Q(pk=person_id) | Q(merged_into=person_id))

    def reporting_to(self, manager: User) -> Self:
        """Direct reports of today."""
        return self.filter(line_manager=manager)

    def in_department(self, department: Department) -> Self:
        """People of the department and of everything below it."""
        return self.filter(department__path__startswith=department.path)

    def matching(self, text: str) -> Self:
        """People whose name or employee number contains the text."""
        found = Q(name__icontains=text)
        # Of "？" or a smiley no number is left, and every number contains nothing.
        if number := normalise(text):
            found |= Q(employee_number__icontains=number)
        return self.filter(found)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(employee_number=normalise(username or ""))

    def create_user(
        self, employee_number: str, *, password: str | None = None, **fields: Any
    ) -> User:
        """Make a person; without a password nobody can sign in as them."""
        person = self.model(employee_number=normalise(employee_number), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, employee_number: str, **fields: Any) -> User:
        return self.create_user(employee_number, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the company: who they are, where they work, whom they report to."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "简体中文"
        ENGLISH = "en", "English"

    employee_number = models.CharField(_("employee number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    # Department, post and line manager repeat today's primary membership; they
    # can be rebuilt from it (services/memberships.py keeps them).
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, verbose_name=_("post")
    )
    line_manager = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("line manager"),
    )
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    # The last day of probation; null: none, or not known.
    probation_ends_on = models.DateField(_("probation ends on"), null=True, blank=True)
    # The account that this person goes on with; null: it is this one. Everything the
    # closed account did stays with it and is shown with the other.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="former_accounts",
        verbose_name=_("merged into"),
    )
    # Empty: follow the browser.
    language = models.CharField(
        _("language"), max_length=10, choices=Language, blank=True
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    memberships: models.Manager[Membership]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="people_email_is_one_person",
            ),
            models.CheckConstraint(
                condition=~Q(employee_number=""), name="people_number_is_given"
            ),
            models.CheckConstraint(
                condition=~Q(line_manager=models.F("id")),
                name="people_nobody_manages_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")),
                name="people_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(is_active=False),
                name="people_merged_account_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(probation_ends_on=None)
                | Q(hired_on=None)
                | Q(probation_ends_on__gte=models.F("hired_on")),
                name="people_probation_ends_after_hiring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.employee_number})"

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    # Wagtail and allauth ask for these.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
