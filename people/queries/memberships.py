"""Who was where, as what and under whom: today, on any day, and one after the other."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from people.models import Membership, PostCompetency, User
from people.models.memberships import MembershipQuerySet


def memberships_on(person: User, day: date) -> list[Membership]:
    """The person's posts on a day, the primary one first, by whatever account."""
    found = _with_names(Membership.objects.of(person).active_on(day))
    mine = sorted(found, key=lambda m: (not m.is_primary, m.person_id != person.pk))
    # Two accounts can both have had a primary post then: the kept one's counts.
    primary = [membership for membership in mine if membership.is_primary]
    return primary[:1] + [m for m in mine if not m.is_primary]


def line_manager_on(person: User, day: date) -> User | None:
    """Return who the person's line manager was, is, or will be on that day.

    Whoever goes on with another account is returned as that one.
    """
    manager = next(
        (m.line_manager for m in memberships_on(person, day) if m.is_primary), None
    )
    return manager.merged_into or manager if manager else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One membership on the time line."""

    membership: Membership
    is_past: bool
    is_planned: bool
    # The number it was under, where that is not the person's own.
    former_number: str
    # What is planned last can be called off; a running second post can be ended.
    may_be_called_off: bool
    may_be_ended: bool

    @property
    def is_current(self) -> bool:
        return not self.is_past and not self.is_planned

    @property
    def ends_later(self) -> bool:
        return self.is_current and self.membership.active_until is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person's place in the company."""

    person: User
    stays: list[Stay]
    # The day asked for, and what held on it.
    day: date
    on_day: list[Membership]
    manager_on_day: User | None
    reports: list[User]
    former_numbers: list[str]
    requirements: list[PostCompetency]
    today: date

    @property
    def is_about_today(self) -> bool:
        return self.day == self.today

    @property
    def is_employed(self) -> bool:
        """Whether there is an open primary membership to move from or to end."""
        return any(
            stay.membership.is_primary
            and stay.membership.active_until is None
            and not stay.former_number
            for stay in self.stays
        )

    @property
    def is_on_probation(self) -> bool:
        ends = self.person.probation_ends_on
        return ends is not None and ends >= self.today


def person_page(person: User, *, day: date, today: date) -> PersonPage:
    """Gather a person's posts over time and what the present one asks for."""
    memberships = list(
        _with_names(Membership.objects.of(person)).order_by("-active_from", "-pk")
    )
    former = person.former_accounts.order_by("employee_number")
    return PersonPage(
        person=person,
        stays=_stays(person, memberships, today),
        day=day,
        on_day=memberships_on(person, day),
        manager_on_day=line_manager_on(person, day),
        reports=reports_of(person),
        former_numbers=list(former.values_list("employee_number", flat=True)),
        requirements=requirements_of(person.post_id),
        today=today,
    )


def _stays(person: User, memberships: list[Membership], today: date) -> list[Stay]:
    latest = next((m.pk for m in memberships if m.is_primary), None)
    return [_stay(person, membership, latest, today) for membership in memberships]


def _stay(
    person: User, membership: Membership, latest: int | None, today: date
) -> Stay:
    is_own = membership.person_id == person.pk
    until = membership.active_until
    is_planned = membership.active_from > today
    is_past = until is not None and until <= today
    is_last = membership.pk == latest or not membership.is_primary
    is_plan = is_planned or (until is not None and until > today)
    return Stay(
        membership=membership,
        is_past=is_past,
        is_planned=is_planned,
        former_number="" if is_own else membership.person.employee_number,
        may_be_called_off=is_own and is_last and is_plan and not is_past,
        may_be_ended=is_own and not membership.is_primary and not is_past,
    )


def requirements_of(post_id: int | None) -> list[PostCompetency]:
    """What the post asks for, knowledge before skills before conduct."""
    order = {"knowledge": 0, "skill": 1, "conduct": 2}
    found = PostCompetency.objects.filter(post=post_id).select_related("competency")
    return sorted(
        found.order_by("-level", "competency__key"),
        key=lambda asked: order[asked.competency.kind],
    )


def _with_names(memberships: MembershipQuerySet) -> QuerySet[Membership]:
    return memberships.select_related(
        "person", "department", "post", "line_manager__merged_into"
    )


def reports_of(person: User) -> list[User]:
    """Who reports to the person today."""
    reports = User.objects.active().reporting_to(person).select_related("post")
    return list(reports.order_by("employee_number"))
