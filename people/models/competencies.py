"""What a post asks of whoever holds it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models.organisation import Post, in_reader_language

LEVELS = range(1, 6)


class Competency(models.Model):
    """Something people know, can do, or do as a habit; posts ask for it."""

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", pgettext_lazy("competency", "Knowledge")
        SKILL = "skill", pgettext_lazy("competency", "Skill")
        CONDUCT = "conduct", pgettext_lazy("competency", "Conduct")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    description = models.TextField(_("what can be observed"), max_length=500)
    description_en = models.TextField(
        _("what can be observed, in English"), max_length=500, blank=True
    )

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["knowledge", "skill", "conduct"]),
                name="people_competency_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name, self.name_en)

    @property
    def display_description(self) -> str:
        return in_reader_language(self.description, self.description_en)


class PostCompetency(models.Model):
    """What level a post asks for, from 1 (knows of it) to 5 (teaches others)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="requirements"
    )
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("competency of a post")
        verbose_name_plural = _("competencies of posts")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "competency"], name="people_post_asks_once"
            ),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)), name="people_level_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"competency #{self.competency_id} of post #{self.post_id}"
