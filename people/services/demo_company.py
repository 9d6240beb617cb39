"""The fictional company that `seed_demo` brings in; running it twice adds nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from people.models import Department, Post, Role, User
from people.services import memberships, roles

STARTER = Path(__file__).resolve().parents[1] / "starter" / "demo_company.yaml"


def read() -> dict[str, Any]:
    """Return the company as it is written in the starter folder."""
    data: dict[str, Any] = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def bring_in(*, company: Mapping[str, Any], now: datetime) -> int:
    """Make departments, posts and people that are missing; return how many people."""
    _make_departments(company["departments"])
    for row in company["posts"]:
        Post.objects.get_or_create(
            key=row["key"], defaults={"name": row["name"], "name_en": row["name_en"]}
        )
    return _make_people(company["people"], now=now)


def _make_departments(rows: Iterable[Mapping[str, Any]]) -> None:
    known = {department.key: department for department in Department.objects.all()}
    for row in rows:
        if row["key"] in known:
            continue
        fields = {"key": row["key"], "name": row["name"], "name_en": row["name_en"]}
        if row["parent"]:
            # Read again: a tree node remembers how many children it had when loaded.
            parent = Department.objects.get(key=row["parent"])
            known[row["key"]] = parent.add_child(**fields)
        else:
            known[row["key"]] = Department.add_root(**fields)


def _make_people(rows: Iterable[Mapping[str, Any]], *, now: datetime) -> int:
    """Managers stand above their reports in the file, so one pass is enough."""
    known = {person.employee_number: person for person in User.objects.all()}
    departments = {
        department.key: department for department in Department.objects.all()
    }
    posts = {post.key: post for post in Post.objects.all()}
    made = 0
    for row in rows:
        if row["number"] in known:
            continue
        person = User.objects.create_user(
            row["number"],
            name=row["name"],
            email=row.get("email", ""),
            hired_on=row["hired_on"],
        )
        memberships.join(
            person=person,
            department=departments[row["department"]],
            post=posts[row["post"]],
            line_manager=known.get(row["manager"]),
            active_from=row["hired_on"],
            actor=None,
            now=now,
        )
        if row.get("role"):
            roles.give(person=person, role=Role(row["role"]), actor=None, now=now)
        known[person.employee_number] = person
        made += 1
    return made
