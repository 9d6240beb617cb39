"""Where people work and as what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from people.rules.spans import Level as Levels


def in_reader_language(chinese: str, english: str) -> str:
    """Return the text in the active language, Chinese where English is missing."""
    return english if english and (get_language() or "").startswith("en") else chinese


class Department(MP_Node):
    """One node of the company's tree of departments."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    # Kept for what happened there; nobody is put into it any more.
    is_closed = models.BooleanField(_("closed"), default=False)

    node_order_by: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name, self.name_en)


class Post(models.Model):
    """A kind of job, such as hotline agent; what courses and KPIs point to."""

    class Level(models.TextChoices):
        DIRECTOR = Levels.DIRECTOR.value, pgettext_lazy("level of a post", "Director")
        MANAGER = Levels.MANAGER.value, pgettext_lazy("level of a post", "Manager")
        SUPERVISOR = (
            Levels.SUPERVISOR.value,
            pgettext_lazy("level of a post", "Supervisor"),
        )

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    # Decides how many reports are recommended (rules/spans.py); empty: leads nobody.
    level = models.CharField(
        pgettext_lazy("level of a post", "leads as"),
        max_length=12,
        choices=Level,
        blank=True,
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["", "director", "manager", "supervisor"]),
                name="people_post_level_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name, self.name_en)
