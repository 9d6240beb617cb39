"""What quizzes tell us, and what tells readers that content has changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses.models.handbook import RelatedEntry
from courses.queries import content
from courses.services import merging, progress
from people.services import company_facts
from quizzes.models import Attempt
from quizzes.signals import attempt_graded


@receiver(attempt_graded, dispatch_uid="courses.progress")
def carry_into_courses(
    sender: object, *, attempt: Attempt, now: datetime, **_later: object
) -> None:
    """In the transaction that graded it: progress and grade stand or fall as one."""
    progress.record_attempt(attempt=attempt, now=now)
    if attempt.person.merged_into_id is not None:
        merging.credit_late(former=attempt.person, now=now)


@receiver([post_save, post_delete], dispatch_uid="courses.content")
def notice_saved_content(sender: type, **_later: object) -> None:
    """A page or what belongs to one was saved or deleted, by whomever."""
    if issubclass(sender, (Page, RelatedEntry)):
        _content_changed()


@receiver(
    [page_published, page_unpublished, post_page_move], dispatch_uid="courses.tree"
)
def notice_moved_content(sender: type, **_later: object) -> None:
    """Moves are written past the models."""
    _content_changed()


@receiver(page_published, dispatch_uid="courses.marks")
def clear_marks_of_published(
    sender: type[Page], *, instance: Page, revision: Any = None, **_later: object
) -> None:
    """Whoever publishes a text has looked at the company facts in it."""
    company_facts.clear_revised(
        about_type=sender._meta.label_lower,
        about_id=instance.pk,
        by=revision.user if revision else None,
        now=timezone.now(),
    )


def _content_changed() -> None:
    # At once for whoever goes on in this transaction; once more after the commit, as
    # another process may have read the old state under the new stamp meanwhile.
    content.changed()
    transaction.on_commit(content.changed)
