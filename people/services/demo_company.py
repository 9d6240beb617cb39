"""The fictional company that `seed_demo` brings in; running it twice adds nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from people.models import Department, Post, Role, User
from people.rules.periods import day_of
from people.services import competencies, memberships, probation, roles, second_posts

STARTER = Path(__file__).resolve().parents[1] / "starter" / "demo_company.yaml"


def read() -> dict[str, Any]:
    """Return the company as it is written in the starter folder."""
    data: dict[str, Any] = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def bring_in(*, company: Mapping[str, Any], now: datetime) -> int:
    """Make departments, posts and people that are missing; return how many people."""
    _make_departments(company["departments"])
    new = _make_posts(company["posts"])
    competencies.ask(starter=competencies.read(), posts=new)
    return _make_people(company["people"], now=now)


def _make_posts(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Make the posts that are missing; return their keys."""
    new = []
    for row in rows:
        texts = {name: row.get(name, "") for name in ("name", "name_en", "level")}
        _, is_new = Post.objects.get_or_create(key=row["key"], defaults=texts)
        if is_new:
            new.append(row["key"])
    return new


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
    company = _Company(now)
    made = 0
    for row in rows:
        if row["number"] not in company.people:
            company.bring_in(row)
            made += 1
    return made


class _Company:
    """Who and what is there already, while people are brought in."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people = {person.employee_number: person for person in User.objects.all()}
        self.departments = {found.key: found for found in Department.objects.all()}
        self.posts = {found.key: found for found in Post.objects.all()}

    def bring_in(self, row: Mapping[str, Any]) -> None:
        """Make the person and live through what the row tells of them."""
        who: dict[str, Any] = {"actor": None, "now": self.now}
        person = User.objects.create_user(
            row["number"],
            name=row["name"],
            email=row.get("email", ""),
            hired_on=row["hired_on"],
        )
        self.people[person.employee_number] = person
        since = row.get("since", row["hired_on"])
        if before := row.get("before"):
            start = before.get("from", row["hired_on"])
            until = before.get("until")
            place = self._place(before)
            memberships.join(person=person, active_from=start, **place, **who)
            if until:
                memberships.leave(person=person, active_until=until, reason="", **who)
                memberships.come_back(
                    person=person, active_from=since, **self._place(row), **who
                )
            else:
                memberships.move(
                    person=person, active_from=since, **self._place(row), **who
                )
        else:
            memberships.join(
                person=person, active_from=since, **self._place(row), **who
            )
        self._go_on(person, row, who)

    def _go_on(self, person: User, row: Mapping[str, Any], who: dict[str, Any]) -> None:
        today = day_of(self.now)
        if second := row.get("second"):
            second_posts.add(
                person=person,
                active_from=second["from"],
                active_until=None,
                **self._place(second),
                **who,
            )
        if planned := row.get("planned"):
            day = today + timedelta(days=planned["in_days"])
            place = self._place(planned)
            memberships.move(person=person, active_from=day, **place, **who)
        if days := row.get("probation_in_days"):
            ends_on = max(today + timedelta(days=days), row["hired_on"])
            probation.set_end(person=person, ends_on=ends_on, **who)
        if row.get("role"):
            roles.give(person=person, role=Role(row["role"]), **who)

    def _place(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "department": self.departments[row["department"]],
            "post": self.posts[row["post"]],
            "line_manager": self.people.get(row["manager"]),
        }
