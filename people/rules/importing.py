"""What one row of a people table means for what is known about that person."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from people.rules import phones

PLAIN_FIELDS = (
    "name",
    "email",
    "phone",
    "hired_on",
    "probation_ends_on",
    "language",
)
PLACE_FIELDS = ("department", "post", "manager")


class Outcome(StrEnum):
    """What each row is counted as."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DEACTIVATED = "deactivated"
    SKIPPED = "skipped"


class Step(StrEnum):
    """What happens to the person's memberships."""

    JOIN = "join"
    MOVE = "move"
    # The open membership begins today or later: nobody has worked under it yet.
    AMEND = "amend"
    LEAVE = "leave"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A department and a post (ids), and the number of the line manager."""

    department: int
    post: int
    manager: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A transfer or a return that is still to come, made on the person's page."""

    place: Place
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person as the database knows them."""

    name: str
    email: str = ""
    phone: str = ""
    hired_on: date | None = None
    probation_ends_on: date | None = None
    language: str = ""
    is_active: bool = True
    # The open primary membership and its first day; both None where there is none.
    place: Place | None = None
    since: date | None = None
    # When the newest membership ended; None while one is open, or was never any.
    left_on: date | None = None
    # What comes after the place above; None: nothing is planned.
    planned: Planned | None = None
    # The number of the account that the person goes on with; "": this one.
    merged_into: str = ""

    @property
    def has_left(self) -> bool:
        return self.place is None and (self.left_on is not None or not self.is_active)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to say about one field of the row."""

    field: str
    code: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    is_error: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the row is counted as, and what has to be written."""

    outcome: Outcome
    # Field → what it becomes; only what differs.
    changes: dict[str, Any] = dataclasses.field(default_factory=dict)
    step: Step | None = None
    # Where the person works afterwards, from which day; for LEAVE only the day.
    place: Place | None = None
    day: date | None = None
    remarks: tuple[Remark, ...] = ()


def decide(
    row: Mapping[str, Any], known: Known | None, *, today: date, is_complete: bool
) -> Decision:
    """Compare the row with what is known.

    `row` holds what was filled in and could be read; a field that is not there stays
    as it is. `is_complete` is False where cells could not be read: what they lack is
    then not said a second time.
    """
    if known and known.merged_into:
        return _skipped("number", "account_merged", number=known.merged_into)
    left_on: date | None = row.get("left_on")
    hired_on = row.get("hired_on") or (known.hired_on if known else None)
    probation = row.get("probation_ends_on")
    if probation and hired_on and probation < hired_on:
        return _refused("probation_ends_on", "probation_before_hired", day=hired_on)
    if left_on and hired_on and left_on <= hired_on and not (known and known.has_left):
        return _refused("left_on", "left_before_hired", day=hired_on)
    if left_on and left_on > today:
        later = Remark(
            field="left_on", code="left_later", values={"day": left_on}, is_error=False
        )
        rest = {name: value for name, value in row.items() if name != "left_on"}
        decision = decide(rest, known, today=today, is_complete=is_complete)
        return _with(decision, later)
    if known is None:
        return _arrive(row, today=today, is_complete=is_complete)
    if known.planned is not None:
        return _with_plan(row, known, known.planned)
    if known.left_on is not None and known.left_on > today:
        return _with_an_end(row, known, known.left_on)
    if known.has_left:
        return _after_leaving(row, known, is_complete=is_complete)
    if left_on:
        return _leave(row, known, left_on)
    return _stay(row, known, today=today, is_complete=is_complete)


def _arrive(row: Mapping[str, Any], *, today: date, is_complete: bool) -> Decision:
    if row.get("left_on"):
        return _skipped("left_on", "left_before_arriving")
    missing = _missing_place(row) if is_complete else ()
    place = None if missing or not is_complete else _place(row, None)
    return Decision(
        outcome=Outcome.CREATED,
        changes={name: row[name] for name in PLAIN_FIELDS if row.get(name)},
        step=Step.JOIN,
        place=place,
        day=row.get("hired_on") or today,
        remarks=missing,
    )


def _only_plain(row: Mapping[str, Any], known: Known, *remarks: Remark) -> Decision:
    changes = _changes(row, known)
    outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
    return Decision(outcome=outcome, changes=changes, remarks=remarks)


def _with_plan(row: Mapping[str, Any], known: Known, planned: Planned) -> Decision:
    """What is planned by hand stays: a table tells of today, not of the plan."""
    if known.place is None:
        return _only_plain(row, known)
    if row.get("left_on"):
        return _refused("left_on", "left_before_planned", day=planned.day)
    if _place(row, known.place) in (known.place, _place(row, planned.place)):
        return _only_plain(row, known)
    remark = Remark(
        field="department",
        code="transfer_is_planned",
        values={"day": planned.day},
        is_error=False,
    )
    return _only_plain(row, known, remark)


def _with_an_end(row: Mapping[str, Any], known: Known, day: date) -> Decision:
    if row.get("left_on") in (None, day):
        return _only_plain(row, known)
    remark = Remark(
        field="left_on", code="left_already", values={"day": day}, is_error=False
    )
    return _only_plain(row, known, remark)


def _after_leaving(
    row: Mapping[str, Any], known: Known, *, is_complete: bool
) -> Decision:
    if row.get("left_on"):
        if known.left_on is None:
            return _only_plain(row, known)
        return _with_an_end(row, known, known.left_on)
    hired_on: date | None = row.get("hired_on")
    if hired_on is None or not _is_later(hired_on, known):
        return _skipped("hired_on", "left_and_not_hired_again")
    missing = _missing_place(row) if is_complete else ()
    return Decision(
        outcome=Outcome.UPDATED,
        changes=_changes(row, known),
        step=Step.RETURN,
        place=None if missing or not is_complete else _place(row, None),
        day=hired_on,
        remarks=missing,
    )


def _is_later(hired_on: date, known: Known) -> bool:
    after_leaving = known.left_on is None or hired_on >= known.left_on
    return after_leaving and (known.hired_on is None or hired_on > known.hired_on)


def _leave(row: Mapping[str, Any], known: Known, left_on: date) -> Decision:
    if known.since is not None and left_on <= known.since:
        return _refused("left_on", "left_before_since", day=known.since)
    return Decision(
        outcome=Outcome.DEACTIVATED,
        changes=_changes(row, known),
        step=Step.LEAVE,
        day=left_on,
    )


def _stay(
    row: Mapping[str, Any], known: Known, *, today: date, is_complete: bool
) -> Decision:
    changes = _changes(row, known)
    step, place, day = None, None, today
    remarks: tuple[Remark, ...] = ()
    if known.place is not None:
        place = _place(row, known.place)
        if place != known.place:
            has_begun = known.since is not None and known.since < today
            step = Step.MOVE if has_begun else Step.AMEND
    elif any(row.get(name) for name in PLACE_FIELDS):
        remarks = _missing_place(row) if is_complete else ()
        if is_complete and not remarks:
            step, place = Step.JOIN, _place(row, None)
            day = row.get("hired_on") or known.hired_on or today
    return Decision(
        outcome=Outcome.UPDATED if changes or step else Outcome.UNCHANGED,
        changes=changes,
        step=step,
        place=place if step else None,
        day=day if step else None,
        remarks=remarks,
    )


def _place(row: Mapping[str, Any], before: Place | None) -> Place:
    return Place(
        department=row.get("department") or (before.department if before else 0),
        post=row.get("post") or (before.post if before else 0),
        manager=row.get("manager", before.manager if before else None),
    )


def _missing_place(row: Mapping[str, Any]) -> tuple[Remark, ...]:
    return tuple(
        Remark(field=name, code=f"{name}_needed")
        for name in ("department", "post")
        if not row.get(name)
    )


def _changes(row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    changes = {
        name: row[name]
        for name in PLAIN_FIELDS
        if name in row and not _is_same(name, row[name], getattr(known, name))
    }
    hired_on, probation = changes.get("hired_on"), known.probation_ends_on
    if hired_on and probation and probation < hired_on:
        # What was agreed at the first hiring is over.
        changes.setdefault("probation_ends_on", None)
    return changes


def _is_same(name: str, new: Any, old: Any) -> bool:
    if name == "email":
        return bool(new.casefold() == old.casefold())
    if name == "phone":
        return bool(new == (phones.normalise(old) or old))
    return bool(new == old)


def _refused(field_name: str, code: str, **values: Any) -> Decision:
    remark = Remark(field=field_name, code=code, values=values)
    return Decision(outcome=Outcome.SKIPPED, remarks=(remark,))


def _skipped(field_name: str, code: str, **values: Any) -> Decision:
    remark = Remark(field=field_name, code=code, values=values, is_error=False)
    return Decision(outcome=Outcome.SKIPPED, remarks=(remark,))


def _with(decision: Decision, remark: Remark) -> Decision:
    return Decision(
        outcome=decision.outcome,
        changes=decision.changes,
        step=decision.step,
        place=decision.place,
        day=decision.day,
        remarks=(*decision.remarks, remark),
    )
