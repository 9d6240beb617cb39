"""The competencies the academy comes with, and what its posts ask of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from people.models import AuditEntry, Competency, Post, PostCompetency
from people.services import posts

STARTER = Path(__file__).resolve().parents[1] / "starter" / "competencies.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many competencies came in, and how many were here or stay away."""

    created: int
    unchanged: int


def read() -> dict[str, Any]:
    """Return the starter file: competencies, and the levels each post asks for."""
    data: dict[str, Any] = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load(*, starter: Mapping[str, Any], now: datetime) -> Counts:
    """Bring in what is missing; what was edited here or deleted here stays so."""
    known = set(Competency.objects.values_list("key", flat=True)) | _deleted()
    new = [row for row in starter["competencies"] if row["key"] not in known]
    for row in new:
        posts.save_competency(competency=Competency(), fields=row, actor=None, now=now)
    ask(
        starter=starter,
        posts=list(Post.objects.values_list("key", flat=True)),
        competencies=[row["key"] for row in new],
    )
    unchanged = len(starter["competencies"]) - len(new)
    return Counts(created=len(new), unchanged=unchanged)


def _deleted() -> set[str]:
    entries = AuditEntry.objects.filter(action="competency.deleted")
    kept = entries.values_list("before", flat=True)
    return {before["key"] for before in kept if before}


@transaction.atomic
def ask(
    *,
    starter: Mapping[str, Any],
    posts: Collection[str],
    competencies: Collection[str] | None = None,
) -> int:
    """Let these posts ask for the starter's levels of these competencies (None: of
    all); what a post asks for already stays. Returns how many were added."""
    by_key = {post.key: post for post in Post.objects.filter(key__in=posts)}
    found = Competency.objects.filter(key__in=_named(starter, competencies))
    known = {competency.key: competency for competency in found}
    rows = [
        PostCompetency(post=by_key[post], competency=known[competency], level=level)
        for post, levels in starter["posts"].items()
        for competency, level in levels.items()
        if post in by_key and competency in known
    ]
    before = PostCompetency.objects.count()
    PostCompetency.objects.bulk_create(rows, ignore_conflicts=True)
    return PostCompetency.objects.count() - before


def _named(starter: Mapping[str, Any], keys: Collection[str] | None) -> list[str]:
    if keys is not None:
        return list(keys)
    return [row["key"] for row in starter["competencies"]]
