"""Editions: writing them down, publishing them on their day, or past the three."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from courses.models import DirectPublication, Edition, EditorialPage, editorial_models
from courses.models.editorial import approvals
from courses.queries.reader_content import as_page, hash_of
from people import audit
from people.access import roles_of
from people.models import User
from people.rules import editorial
from people.rules.editorial import Step


class NotApproved(PermissionDenied):
    """Somebody's draft went live without a reviewer and an approver; it must not."""


class MayNotPublish(Exception):
    """Only administrators publish directly, and say why; nothing was changed."""


@transaction.atomic
def record(*, revision: Revision, now: datetime) -> Edition | None:
    """Write down that readers have this revision; None if that is known already.

    Called in the transaction that published it, so that both stand or fall together.

    :raises NotApproved: for a person's draft that three people did not agree on
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=revision.object_id)
    if Edition.objects.filter(revision=revision).exists():
        return None
    draft: Any = as_page(revision)
    edition = Edition.objects.create(
        page=page,
        number=_next_number(page),
        revision=revision,
        revised_on=timezone.localdate(revision.created_at),
        effective_on=editorial.effective_day(
            wanted=draft.effective_on, approved=timezone.localdate(now)
        ),
        summary=draft.change_summary,
        summary_en=draft.change_summary_en,
        is_minor=draft.is_minor_change,
        content_hash=hash_of(draft),
        published_at=now,
        **_people(revision),
    )
    audit.record(
        action="edition.published",
        actor=edition.published_by or edition.approver,
        now=now,
        about=edition,
        reason=edition.reason,
        after={
            "page": page.pk,
            "number": edition.number,
            "revision": revision.pk,
            "origin": edition.origin,
            "content_hash": edition.content_hash,
        },
    )
    return edition


@transaction.atomic
def publish_directly(
    *, page: Page, revision: Revision, actor: User, reason: str, now: datetime
) -> None:
    """Publish past the three, on the draft's day.

    :raises MayNotPublish: without the right or without a reason
    """
    reason = reason.strip()
    if not reason or not editorial.may_publish_directly(roles_of(actor)):
        raise MayNotPublish
    publication, _ = DirectPublication.objects.get_or_create(
        revision=revision, defaults={"by": actor, "reason": reason, "at": now}
    )
    audit.record(
        action="edition.published_directly",
        actor=actor,
        now=now,
        about=publication,
        reason=reason,
        after={"page": page.pk, "revision": revision.pk},
    )
    revision.publish(user=actor, skip_permission_checks=True)


def due(*, now: datetime) -> list[int]:
    """The keys of approved revisions whose day has come, oldest first."""
    revisions = Revision.objects.filter(approved_go_live_at__lte=now)
    return list(
        revisions.order_by("approved_go_live_at", "pk").values_list("pk", flat=True)
    )


@transaction.atomic
def publish_due(*, revision_id: int, now: datetime) -> bool:
    """Publish an approved revision whose day has come; False if another clock has."""
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .filter(pk=revision_id, approved_go_live_at__lte=now)
        .first()
    )
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


def catch_up(*, now: datetime) -> int:
    """Give live pages from before editions were counted their first; say how many."""
    done = 0
    for model in editorial_models():
        pages = model.objects.live().exclude(live_revision=None)
        for page in pages.exclude(editions__isnull=False).select_related(
            "live_revision"
        ):
            done += _first_edition(page, now=now)
    return done


@transaction.atomic
def begin_anew(*, page: Page, revision: Revision, user: User | None) -> None:
    """A draft changed while it was reviewed: it waits for its review once more."""
    state = WorkflowState.objects.for_instance(page).filter(
        status=WorkflowState.STATUS_IN_PROGRESS
    )
    current = TaskState.objects.filter(
        pk__in=state.values("current_task_state"),
        status=TaskState.STATUS_IN_PROGRESS,
    ).exclude(revision=revision)
    for task_state in current:
        task_state.cancel(user=user)


def _first_edition(page: Page, *, now: datetime) -> bool:
    day = timezone.localdate(page.last_published_at or now)
    with transaction.atomic():
        Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        if Edition.objects.filter(page=page.pk).exists():
            return False
        Edition.objects.create(
            page_id=page.pk,
            number=1,
            revision=page.live_revision,
            revised_on=day,
            effective_on=day,
            is_minor=False,
            origin=Edition.Origin.INITIAL,
            content_hash=hash_of(as_page(page.live_revision)),
            published_at=page.last_published_at or now,
        )
    return True


def _people(revision: Revision) -> dict[str, Any]:
    """Who answers for the revision.

    :raises NotApproved: if nobody does
    """
    drafter = revision.user_id
    direct = DirectPublication.objects.filter(revision=revision).first()
    if direct is not None:
        return {
            "origin": Edition.Origin.DIRECT,
            "drafter_id": drafter,
            "published_by_id": direct.by_id,
            "reason": direct.reason,
        }
    if drafter is None:
        return {"origin": Edition.Origin.INITIAL}
    passed = approvals(revision.pk)
    reviewer, approver = passed.get(Step.REVIEW), passed.get(Step.APPROVAL)
    if reviewer is None or approver is None or len({drafter, reviewer, approver}) < 3:
        raise NotApproved
    return {
        "origin": Edition.Origin.REVIEWED,
        "drafter_id": drafter,
        "reviewer_id": reviewer,
        "approver_id": approver,
    }


def _next_number(page: Page) -> int:
    latest = Edition.objects.of(page).values_list("number", flat=True).first()
    return (latest or 0) + 1


def note_step(
    *,
    action: str,
    state: WorkflowState,
    task_state: TaskState | None,
    actor: User | None,
    now: datetime,
) -> None:
    """Write down one step of the three people's work on a page."""
    after: dict[str, Any] = {"workflow": state.pk}
    if task_state is not None:
        after |= {
            "step": task_state.task.specific.step,
            "revision": task_state.revision_id,
        }
    audit.record(
        action=action,
        actor=actor,
        now=now,
        about=Page.objects.get(pk=state.object_id),
        reason=task_state.comment if task_state else "",
        after=after,
    )


def note_unpublished(*, page: Page, actor: User, now: datetime) -> None:
    """Write down who took a page from its readers."""
    audit.record(action="page.unpublished", actor=actor, now=now, about=page)


def is_editorial(page: Page) -> bool:
    return issubclass(page.specific_class or Page, EditorialPage)
