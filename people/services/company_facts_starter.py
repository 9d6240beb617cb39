"""The company facts the academy comes with, and those of the demo company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from people.models import CompanyFact, Post
from people.queries.company_facts import day_of
from people.services.company_facts import (
    Definition,
    HasValues,
    NothingNew,
    define,
    definition_of,
    redefine,
    set_value,
)

STARTER = Path(__file__).resolve().parents[1] / "starter"


@dataclass(slots=True, kw_only=True)
class Counts:
    """What load() did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def load(*, now: datetime, force: bool = False) -> Counts:
    """Define the facts that are missing, all without a value.

    One that is there keeps the words it was given here, unless forced; one that nobody
    fills yet goes to its post as soon as the company has that post.
    """
    rows = _read("company_facts.yaml")["facts"]
    posts = {post.key: post for post in Post.objects.all()}
    known = {
        fact.key: fact
        for fact in CompanyFact.objects.select_related("owner_post", "owner")
    }
    counts = Counts()
    for row in rows:
        wanted = _definition(row, posts)
        fact = known.get(row["key"])
        if fact is None:
            define(key=row["key"], definition=wanted, by=None, now=now)
            counts.created += 1
        elif _brought_up_to_date(fact, wanted, force=force, now=now):
            counts.updated += 1
        else:
            counts.unchanged += 1
    return counts


@transaction.atomic
def fill_demo(*, now: datetime) -> int:
    """Give the demo company's facts their values where nobody has set any; return how
    many were filled."""
    load(now=now)
    demo = _read("demo_company_facts.yaml")
    facts = {fact.key: fact for fact in CompanyFact.objects.filter(values=None)}
    filled = 0
    for key, said in demo["values"].items():
        if key not in facts:
            continue
        fact = facts[key]
        # Set, one after the other, as if each had been set on its first day.
        _set(fact, said, valid_from=demo["valid_from"], now=now)
        if later := demo["changed"].get(key):
            _set(fact, later, valid_from=day_of(now), now=now)
        if planned := demo["planned"].get(key):
            day = day_of(now) + timedelta(days=planned["in_days"])
            _set(fact, planned, valid_from=day, now=now)
        filled += 1
    return filled


def _set(fact: CompanyFact, said: Any, *, valid_from: Any, now: datetime) -> None:
    words: Mapping[str, Any] = said if isinstance(said, dict) else {"value": said}
    try:
        set_value(
            fact=fact,
            typed=str(words.get("zh", words.get("value"))),
            typed_en=words.get("en", ""),
            valid_from=valid_from,
            source=words.get("source", ""),
            by=None,
            now=now,
        )
    except NothingNew:
        return


def _brought_up_to_date(
    fact: CompanyFact, wanted: Definition, *, force: bool, now: datetime
) -> bool:
    """Whether anything was changed."""
    if not force:
        if fact.owner is not None or fact.owner_post is not None:
            return False
        wanted = replace(definition_of(fact), owner_post=wanted.owner_post)
    try:
        return redefine(fact=fact, definition=wanted, by=None, now=now)
    except HasValues:
        # Its kind or unit was changed here, and values were typed since.
        return False


def _definition(row: Mapping[str, Any], posts: Mapping[str, Post]) -> Definition:
    names = ("name", "name_en", "kind", "unit", "unit_en", "description")
    said = {name: row[name] for name in names if name in row}
    return Definition(**said, owner_post=posts.get(row["owner"]))


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((STARTER / name).read_text(encoding="utf-8"))
    return data
