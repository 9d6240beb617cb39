"""What an import would change, as the preview shows it."""

from datetime import date
from typing import Any

from people.imports.checking import Plan
from people.imports.directory import Person
from people.rules.importing import Decision, Place, Step

SHOWN = 100


def preview_of(plan: Plan) -> list[dict[str, Any]]:
    """Return the first changes: who, what kind, and each field before and after."""
    shown = list(plan.decisions.items())[:SHOWN]
    return [_line(plan, number, decision) for number, decision in shown]


def _line(plan: Plan, number: str, decision: Decision) -> dict[str, Any]:
    person = plan.directory.people.get(number)
    name = decision.changes.get("name") or (person.known.name if person else "")
    return {
        "number": number,
        "name": name,
        "kind": decision.outcome.value,
        "fields": [
            {"field": field, "before": before, "after": after}
            for field, before, after in _fields(plan, person, decision)
            if before != after
        ],
    }


def _fields(
    plan: Plan, person: Person | None, decision: Decision
) -> list[tuple[str, str, str]]:
    known = person.known if person else None
    found = [
        (field, _text(getattr(known, field) if known else None), _text(value))
        for field, value in decision.changes.items()
        if field != "name" or known
    ]
    if decision.step == Step.LEAVE:
        found.append(("left_on", "", _text(decision.day)))
    elif decision.place:
        before = _place(plan, known.place if known else None)
        after = _place(plan, decision.place)
        found += [(field, before[field], after[field]) for field in after]
    return found


def _place(plan: Plan, place: Place | None) -> dict[str, str]:
    if place is None:
        return dict.fromkeys(("department", "post", "manager"), "")
    return {
        "department": plan.directory.departments[place.department].path[-1][0],
        "post": plan.directory.posts[place.post].path[-1][0],
        "manager": place.manager or "",
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
