"""Writing what a table of people says: all of it or nothing, in a few statements.

The same facts and audit entries as one call of people.services.memberships per
person would leave; those calls would hold SQLite's only lock for minutes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from people.imports import directory as directories
from people.imports.checking import Plan
from people.imports.directory import Person
from people.models import Membership, User
from people.models.memberships import MembershipQuerySet
from people.rules.importing import PLAIN_FIELDS, Decision, Outcome, Place, Step

BATCH = 1000
WRITTEN = (*PLAIN_FIELDS, "is_active")
T = TypeVar("T")


class DirectoryChanged(Exception):
    """Somebody changed people, departments or posts since the plan was made; nothing
    has been written, and a new plan is needed."""


@dataclass(slots=True, kw_only=True)
class Prepared:
    """What the transaction only has to send off."""

    created: list[User] = field(default_factory=list)
    # Id of a person → the full row of WRITTEN.
    updated: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    # Ids of people whose address changes: two may swap theirs.
    freed: list[int] = field(default_factory=list)
    # Number, open membership, last day (exclusive).
    closed: list[tuple[str, int, date]] = field(default_factory=list)
    opened: list[tuple[str, Place, date]] = field(default_factory=list)
    amended: list[tuple[str, int, Place]] = field(default_factory=list)


def prepare(plan: Plan) -> Prepared:
    """Turn the plan into rows; touches no database."""
    ready = Prepared()
    for number, decision in plan.decisions.items():
        person = plan.directory.people.get(number)
        if person is None:
            newcomer = User(employee_number=number, **decision.changes)
            newcomer.set_unusable_password()
            ready.created.append(newcomer)
        elif values := _new_values(person, decision, today=plan.today):
            before = {name: getattr(person.known, name) for name in WRITTEN}
            ready.updated.append((person.id, before | values))
            if "email" in values:
                ready.freed.append(person.id)
        _prepare_place(ready, number, person, decision)
    return ready


def _new_values(person: Person, decision: Decision, *, today: date) -> dict[str, Any]:
    values = dict(decision.changes)
    if decision.step == Step.LEAVE and person.known.is_active:
        values["is_active"] = False
    if decision.step == Step.RETURN and decision.day and decision.day <= today:
        values["is_active"] = True
    return values


def _prepare_place(
    ready: Prepared, number: str, person: Person | None, decision: Decision
) -> None:
    step, place, day = decision.step, decision.place, decision.day
    membership = person.membership if person else None
    if day is None:
        return
    if step in (Step.MOVE, Step.LEAVE) and membership is not None:
        ready.closed.append((number, membership, day))
    if step == Step.AMEND and membership is not None and place is not None:
        ready.amended.append((number, membership, place))
    elif step in (Step.JOIN, Step.MOVE, Step.RETURN) and place is not None:
        ready.opened.append((number, place, day))


def write(
    *, plan: Plan, ready: Prepared, actor: User | None, reason: str, now: datetime
) -> None:
    """Write the plan inside the caller's transaction.

    :raises DirectoryChanged: if the plan is no longer about what is there
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an import is all or nothing")
    if not plan.is_good:
        raise ValueError("a plan with errors is not written")
    _lock(plan)
    if directories.load() != plan.directory:
        raise DirectoryChanged
    User.objects.bulk_create(ready.created, batch_size=BATCH)
    ids = {number: person.id for number, person in plan.directory.people.items()}
    ids |= {person.employee_number: person.pk for person in ready.created}
    _update_people(ready)
    memberships = _write_memberships(ready, ids, today=plan.today, now=now)
    touched = {number for number, _, _ in (*ready.opened, *ready.amended)}
    _copy_to_people([ids[number] for number in touched], today=plan.today)
    entries = _Entries(plan, ids, memberships, actor=actor, reason=reason, now=now)
    _append_entries(entries.all())


def _append_entries(entries: Iterable[tuple[Any, ...]]) -> None:
    # Instances of the model would take longer than everything else here.
    _execute_many(
        "INSERT INTO people_auditentry (at, actor_id, action, person_id, about_type, "
        'about_id, reason, "before", "after") '
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        list(entries),
    )


def _lock(plan: Plan) -> None:
    """Keep others from what is about to change; SQLite has one lock for everything."""
    people = [plan.directory.people.get(number) for number in plan.decisions]
    ids = sorted(person.id for person in people if person)
    for chunk in _chunks(ids):
        people_rows = User.objects.select_for_update(no_key=True).filter(pk__in=chunk)
        list(people_rows.order_by("pk").values_list("pk"))
        open_ones = Membership.objects.select_for_update(no_key=True).filter(
            person__in=chunk, active_until=None
        )
        list(open_ones.order_by("pk").values_list("pk"))


def _update_people(ready: Prepared) -> None:
    _execute_many(
        "UPDATE people_user SET email = '' WHERE id = %s",
        [(pk,) for pk in ready.freed],
    )
    columns = ", ".join(f"{name} = %s" for name in WRITTEN)
    _execute_many(
        f"UPDATE people_user SET {columns} WHERE id = %s",  # noqa: S608 # our columns
        [
            (*(_adapted(values[name]) for name in WRITTEN), pk)
            for pk, values in ready.updated
        ],
    )


def _write_memberships(
    ready: Prepared, ids: dict[str, int], *, today: date, now: datetime
) -> dict[str, int]:
    """Close, amend and open; return the membership each number has now."""
    _execute_many(
        "UPDATE people_membership SET active_until = %s WHERE id = %s",
        [(_adapted(day), membership) for _, membership, day in ready.closed],
    )
    _execute_many(
        "UPDATE people_membership SET department_id = %s, post_id = %s, "
        "line_manager_id = %s WHERE id = %s",
        [
            (place.department, place.post, _id(place.manager, ids), membership)
            for _, membership, place in ready.amended
        ],
    )
    opened = [
        Membership(
            person_id=ids[number],
            department_id=place.department,
            post_id=place.post,
            line_manager_id=_id(place.manager, ids),
            active_from=day,
            # What is to come is copied to the person by the clock, on its day.
            applied_at=now if day <= today else None,
        )
        for number, place, day in ready.opened
    ]
    Membership.objects.bulk_create(opened, batch_size=BATCH)
    found = {number: membership for number, membership, _ in ready.closed}
    found |= {number: membership for number, membership, _ in ready.amended}
    numbers = (number for number, _, _ in ready.opened)
    return found | {n: m.pk for n, m in zip(numbers, opened, strict=True)}


def _copy_to_people(ids: Sequence[int], *, today: date) -> None:
    """Repeat where people stand today, as services.standing does for one."""
    mine = Membership.objects.primary().filter(person=OuterRef("pk"))
    begun = mine.filter(active_from__lte=today).order_by("-active_from")
    to_come = mine.order_by("active_from")
    for chunk in _chunks(ids):
        people = User.objects.filter(pk__in=chunk)
        people.filter(Exists(begun)).update(**_copied_from(begun))
        people.filter(~Exists(begun), Exists(to_come)).update(**_copied_from(to_come))


def _copied_from(memberships: MembershipQuerySet) -> dict[str, Subquery]:
    manager = Coalesce("line_manager__merged_into", "line_manager")
    return {
        "department": Subquery(memberships.values("department")[:1]),
        "post": Subquery(memberships.values("post")[:1]),
        "line_manager": Subquery(memberships.values_list(manager)[:1]),
    }


def _id(number: str | None, ids: dict[str, int]) -> int | None:
    return ids[number] if number else None


def _chunks(rows: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _execute_many(sql: str, rows: list[tuple[Any, ...]]) -> None:
    # bulk_update builds a CASE per row and column: minutes for what this does in a
    # second.
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _adapted(value: Any) -> Any:
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


@dataclass(slots=True)
class _Entries:
    """The audit lines of a plan as rows, in the order of the file."""

    plan: Plan
    ids: dict[str, int]
    memberships: dict[str, int]
    actor: User | None = field(kw_only=True)
    reason: str = field(kw_only=True)
    now: datetime = field(kw_only=True)

    @property
    def at(self) -> Any:
        return connection.ops.adapt_datetimefield_value(self.now)

    def all(self) -> Iterator[tuple[Any, ...]]:
        for number, decision in self.plan.decisions.items():
            person = self.plan.directory.people.get(number)
            if person is None:
                after = _as_json(decision.changes) | {"employee_number": number}
                yield self._entry("person.created", number, User, after=after)
            elif values := _new_values(person, decision, today=self.plan.today):
                if decision.step == Step.LEAVE and number in self.memberships:
                    # Said by the line about the membership.
                    values.pop("is_active", None)
                if values:
                    before = {name: getattr(person.known, name) for name in values}
                    yield self._entry(
                        "person.changed",
                        number,
                        User,
                        before=_as_json(before),
                        after=_as_json(values),
                    )
            if decision.step is not None and number in self.memberships:
                yield self._of_membership(number, person, decision)

    def _of_membership(
        self, number: str, person: Person | None, decision: Decision
    ) -> tuple[Any, ...]:
        known = person.known if person else None
        if decision.step == Step.LEAVE and known and known.place:
            after = self._place(known.place, known.since, decision.day)
            return self._entry("membership.left", number, Membership, after=after)
        if decision.step == Step.AMEND and known and known.place and decision.place:
            return self._entry(
                "membership.corrected",
                number,
                Membership,
                before=self._place(known.place, known.since, None),
                after=self._place(decision.place, known.since, None),
            )
        place = decision.place or Place(department=0, post=0, manager=None)
        after = self._place(place, decision.day, None)
        return self._entry("membership.joined", number, Membership, after=after)

    def _place(
        self, place: Place, since: date | None, until: date | None
    ) -> dict[str, Any]:
        return {
            "department": self.plan.directory.departments[place.department].key,
            "post": self.plan.directory.posts[place.post].key,
            "line_manager": _id(place.manager, self.ids),
            "active_from": since.isoformat() if since else None,
            "active_until": until.isoformat() if until else None,
        }

    def _entry(
        self,
        action: str,
        number: str,
        kind: type[User] | type[Membership],
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> tuple[Any, ...]:
        about = self.ids[number] if kind is User else self.memberships[number]
        return (
            self.at,
            self.actor.pk if self.actor else None,
            action,
            self.ids[number],
            kind._meta.label_lower,
            about,
            self.reason,
            json.dumps(before) if before is not None else None,
            json.dumps(after) if after is not None else None,
        )


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def created_people(ready: Prepared) -> list[int]:
    """Ids of the people the import has made, in the order of the file."""
    return [person.pk for person in ready.created]


def counts(plan: Plan) -> dict[str, int]:
    return {outcome.value: plan.report.counts[outcome] for outcome in Outcome}
