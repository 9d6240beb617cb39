"""Why somebody may see another person's results: the relation, in words.

`people.access` decides who may; this says by what right. A test holds the two together.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.access import MANAGER, has_role, is_oneself, line_below
from people.models import Capacity, Role, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Superior:
    """One manager above a person; the nearest is 1 step away."""

    person_id: int
    name: str
    is_active: bool
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One right to see a person's results."""

    capacity: Capacity
    # Managers between the two, from the viewer downwards; empty for the others.
    via: tuple[str, ...] = ()

    def of(self, name: str) -> str:
        """What the viewer is to this person, in words."""
        comma = pgettext("between names", ", ")
        match self.capacity:
            case Capacity.LINE_MANAGER:
                return _("%(name)s’s line manager") % {"name": name}
            case Capacity.MANAGER_ABOVE:
                return _("a manager above %(name)s (through %(via)s)") % {
                    "name": name,
                    "via": comma.join(self.via),
                }
            case Capacity.HR:
                return _("HR")
            case _:
                return pgettext("you are", "an administrator")


def superiors(person: User) -> list[Superior]:
    """Return the managers above the person, the nearest first, in one query.

    A circle among managers ends where it begins.
    """
    # A closed account belongs to whom it was merged into.
    whose = person.merged_into_id or person.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE line(id, steps) AS ("
            " SELECT line_manager_id, 1 FROM people_user"
            " WHERE id = %s AND line_manager_id IS NOT NULL"
            " UNION SELECT u.line_manager_id, line.steps + 1"
            " FROM people_user u JOIN line ON u.id = line.id"
            " WHERE u.line_manager_id IS NOT NULL AND line.steps < 50"
            ") SELECT line.id, u.name, u.is_active, MIN(line.steps) FROM line"
            " JOIN people_user u ON u.id = line.id WHERE line.id <> %s"
            " GROUP BY line.id, u.name, u.is_active ORDER BY MIN(line.steps)",
            [whose, whose],
        )
        rows = cursor.fetchall()
    return [
        Superior(person_id=pk, name=name, is_active=bool(is_active), steps=steps)
        for pk, name, is_active, steps in rows
    ]


def reasons_to_see(viewer: User, person: User) -> list[Reason]:
    """Return every right the viewer has to see the person's results, the nearest
    first; none for oneself. One query beside the viewer's roles."""
    if is_oneself(viewer, person):
        return []
    reasons = []
    if has_role(viewer, MANAGER):
        line = superiors(person)
        steps = next((s.steps for s in line if s.person_id == viewer.pk), None)
        if steps == 1:
            reasons.append(Reason(capacity=Capacity.LINE_MANAGER))
        elif steps is not None:
            between = tuple(s.name for s in reversed(line) if s.steps < steps)
            reasons.append(Reason(capacity=Capacity.MANAGER_ABOVE, via=between))
    return reasons + _by_role(viewer)


def reasons_to_see_people(viewer: User) -> list[Capacity]:
    """Return why the viewer may see a list of people's results at all."""
    managed = [Capacity.MANAGER_ABOVE] if has_role(viewer, MANAGER) else []
    return managed + [reason.capacity for reason in _by_role(viewer)]


def _by_role(viewer: User) -> list[Reason]:
    return [
        Reason(capacity=capacity)
        for role, capacity in (
            (Role.HR, Capacity.HR),
            (Role.ADMINISTRATOR, Capacity.ADMINISTRATOR),
        )
        if has_role(viewer, role)
    ]


def why_this_page(viewer: User, person: User) -> str:
    """Return the line for pages that show somebody else's results; empty for one's
    own."""
    reasons = reasons_to_see(viewer, person)
    if not reasons:
        return ""
    return _("You see this page because you are %(reasons)s.") % {
        "reasons": pgettext("between relations", " and ").join(
            reason.of(person.name) for reason in reasons
        )
    }


def why_these_people(viewer: User) -> str:
    """Return the same for lists of people's results."""
    sentences = {
        Capacity.MANAGER_ABOVE: _("the people on it report to you or to your line"),
        Capacity.HR: _("you are HR"),
        Capacity.ADMINISTRATOR: _("you are an administrator"),
    }
    capacities = reasons_to_see_people(viewer)
    if not capacities:
        return ""
    return _("You see this list because %(reasons)s.") % {
        "reasons": pgettext("between sentences", " and ").join(
            sentences[capacity] for capacity in capacities
        )
    }


def capacities(viewer: User, people: Collection[int]) -> dict[int, Capacity]:
    """Return by what right the viewer sees each of these people, the nearest one.

    Whoever sees somebody without a right is counted as an administrator, so that a
    read is never lost; a test holds that it does not happen.
    """
    by_role = _by_role(viewer)
    otherwise = by_role[0].capacity if by_role else Capacity.ADMINISTRATOR
    found = dict.fromkeys(people, otherwise)
    if has_role(viewer, MANAGER):
        # The whole line: shorter than the list of an export's keys.
        for pk, manager in line_below(viewer).values_list("pk", "line_manager"):
            if pk in found:
                is_direct = manager == viewer.pk
                found[pk] = (
                    Capacity.LINE_MANAGER if is_direct else Capacity.MANAGER_ABOVE
                )
    return found
