"""Content that three people make: what such a page has.

A page type joins by inheriting EditorialPage and naming its `reader_fields`.
"""

from datetime import datetime, time
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.models import Page, Revision

from courses.signals import draft_saved
from people.access import roles_of
from people.rules import editorial


class ForAdministrators(MultiFieldPanel):
    """Fields for those who may publish past the three."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and editorial.may_publish_directly(
                roles_of(self.request.user)
            )


EDITORIAL_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("change_summary"),
            FieldPanel("change_summary_en"),
            FieldPanel("effective_on"),
            FieldPanel("is_minor_change"),
        ],
        heading=_("This revision"),
    ),
    ForAdministrators(
        [FieldPanel("direct_reason")],
        heading=_("Publishing directly"),
    ),
]


class EditorialPage(Page):
    """A page that readers get in editions: drafted, reviewed and approved by three."""

    change_summary = models.TextField(
        _("what has changed"),
        blank=True,
        default="",
        db_default="",
        max_length=500,
        help_text=_("For readers, in one or two sentences."),
    )
    change_summary_en = models.TextField(
        _("what has changed, in English"),
        blank=True,
        default="",
        db_default="",
        max_length=500,
    )
    # Null: on the day of its approval.
    effective_on = models.DateField(
        _("effective on"),
        null=True,
        blank=True,
        help_text=_(
            "Readers get it at midnight of this day. Empty: as soon as it is approved."
        ),
    )
    is_minor_change = models.BooleanField(
        _("minor change"),
        default=False,
        db_default=False,
        help_text=_(
            "Wording or typing errors: nobody is asked to confirm reading it again."
        ),
    )

    # What readers see: fields, and child relations by their names.
    reader_fields: ClassVar[tuple[str, ...]] = ()
    # Where readers know a field by another name than the database.
    reader_labels: ClassVar[dict[str, Any]] = {}
    # When it is published follows from `effective_on` alone.
    settings_panels: ClassVar = [CommentPanel()]

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft; what was submitted once is never written over."""
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and overwritten.task_states.exists():
            kwargs["overwrite_revision"] = None
        self.go_live_at = (
            timezone.make_aware(datetime.combine(self.effective_on, time.min))
            if self.effective_on
            else None
        )
        self.expire_at = None
        revision: Revision = super().save_revision(*args, **kwargs)
        draft_saved.send(
            sender=type(self), page=self, revision=revision, user=kwargs.get("user")
        )
        return revision


def editorial_models() -> list[type[Page]]:
    """Every page type that has joined."""
    return [model for model in apps.get_models() if issubclass(model, EditorialPage)]
