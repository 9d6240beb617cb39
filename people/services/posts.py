"""Posts, competencies, and which post asks for which at what level."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from people import audit
from people.models import Competency, Membership, Post, PostCompetency, User

COMPETENCY_FIELDS = ("key", "name", "name_en", "kind", "description", "description_en")
# Competency → level; what is not there is not asked for.
Levels = Mapping[Competency, int]


class InUse(Exception):
    """People hold or held the post, or posts ask for the competency; nothing has been
    changed."""


@transaction.atomic
def save_post(
    *, post: Post, fields: Mapping[str, Any], levels: Levels, actor: User, now: datetime
) -> Post:
    """Write a post, new or not, with exactly these levels."""
    before = post_as_data(Post.objects.get(pk=post.pk)) if post.pk else None
    for name, value in fields.items():
        setattr(post, name, value)
    post.save()
    _set_levels(post, levels)
    _note("post", post, before, post_as_data(post), actor=actor, now=now)
    return post


def _set_levels(post: Post, levels: Levels) -> None:
    post.requirements.exclude(competency__in=[c.pk for c in levels]).delete()
    for competency, level in levels.items():
        PostCompetency.objects.update_or_create(
            post=post, competency=competency, defaults={"level": level}
        )


@transaction.atomic
def delete_post(*, post: Post, actor: User, now: datetime) -> None:
    """Delete a post that nobody ever held.

    :raises InUse: if somebody does or did, or something else points to it
    """
    if has_history(post):
        raise InUse
    before = post_as_data(post)
    audit.record(action="post.deleted", actor=actor, now=now, about=post, before=before)
    _delete(post)


@transaction.atomic
def save_competency(
    *,
    competency: Competency,
    fields: Mapping[str, Any],
    actor: User | None,
    now: datetime,
) -> Competency:
    """Write a competency, new or not."""
    known = Competency.objects.filter(pk=competency.pk).first()
    before = competency_as_data(known) if known else None
    for name, value in fields.items():
        setattr(competency, name, value)
    competency.save()
    after = competency_as_data(competency)
    _note("competency", competency, before, after, actor=actor, now=now)
    return competency


@transaction.atomic
def delete_competency(*, competency: Competency, actor: User, now: datetime) -> None:
    """Delete a competency that no post asks for.

    :raises InUse: if one does
    """
    if competency.requirements.exists():
        raise InUse
    audit.record(
        action="competency.deleted",
        actor=actor,
        now=now,
        about=competency,
        before=competency_as_data(competency),
    )
    _delete(competency)


def has_history(post: Post) -> bool:
    """Whether anybody holds the post, did, or will."""
    return (
        Membership.objects.filter(post=post).exists()
        or User.objects.filter(post=post).exists()
    )


def post_as_data(post: Post) -> dict[str, Any]:
    """What the audit log keeps of a post."""
    asked = post.requirements.order_by("competency__key")
    levels = dict(asked.values_list("competency__key", "level"))
    return {
        "key": post.key,
        "name": post.name,
        "name_en": post.name_en,
        "level": post.level,
        "competencies": levels,
    }


def competency_as_data(competency: Competency) -> dict[str, Any]:
    """What the audit log keeps of a competency."""
    return {name: getattr(competency, name) for name in COMPETENCY_FIELDS}


def _note(
    kind: str,
    thing: models.Model,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    if before == after:
        return
    audit.record(
        action=f"{kind}.changed" if before else f"{kind}.created",
        actor=actor,
        now=now,
        about=thing,
        before=before,
        after=after,
    )


def _delete(thing: models.Model) -> None:
    try:
        with transaction.atomic():
            thing.delete()
    except models.ProtectedError:
        raise InUse from None
