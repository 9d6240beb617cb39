"""What the database knows about people, departments and posts, in a few queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from people.models import Department, Membership, Post, User
from people.rules.importing import Known, Place, Planned
from people.rules.named_things import Named, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person: their id, the id of the open membership, and what is known."""

    id: int
    known: Known
    manager: str | None
    membership: int | None = None


@dataclass(slots=True, kw_only=True)
class Directory:
    """A snapshot: equal to another one as long as nothing has changed between."""

    people: dict[str, Person]
    departments: dict[int, Named]
    posts: dict[int, Named]
    # Small letters → number.
    emails: dict[str, str] = field(default_factory=dict)

    def register_of_departments(self) -> Register:
        return Register(list(self.departments.values()))

    def register_of_posts(self) -> Register:
        return Register(list(self.posts.values()))


def load() -> Directory:
    """Read everything an import has to compare with."""
    departments = _departments()
    posts = {
        post.pk: Named(id=post.pk, key=post.key, path=(_names(post),))
        for post in Post.objects.order_by("name", "pk")
    }
    people = _people()
    emails = {
        person.known.email.casefold(): number
        for number, person in people.items()
        if person.known.email
    }
    return Directory(people=people, departments=departments, posts=posts, emails=emails)


def _names(thing: Department | Post) -> tuple[str, ...]:
    return tuple(name for name in (thing.name, thing.name_en) if name)


def _departments() -> dict[int, Named]:
    by_path: dict[str, tuple[tuple[str, ...], ...]] = {}
    found: dict[int, Named] = {}
    for department in Department.objects.order_by("path"):
        above = by_path.get(department.path[: -Department.steplen], ())
        by_path[department.path] = (*above, _names(department))
        found[department.pk] = Named(
            id=department.pk, key=department.key, path=by_path[department.path]
        )
    return found


def _people() -> dict[str, Person]:
    numbers: dict[int, str] = dict(User.objects.values_list("pk", "employee_number"))
    merged = dict(
        User.objects.exclude(merged_into=None).values_list(
            "employee_number", "merged_into__employee_number"
        )
    )
    # Whoever leads by a former account leads.
    led_by = {pk: merged.get(number, number) for pk, number in numbers.items()}
    open_ones = _open_memberships(led_by)
    ends = _ends()
    planned = _planned(open_ones, led_by)
    fields = (
        "pk",
        "employee_number",
        "name",
        "email",
        "phone",
        "hired_on",
        "probation_ends_on",
        "language",
        "is_active",
        "line_manager_id",
    )
    people: dict[str, Person] = {}
    rows = User.objects.order_by("pk").values_list(*fields).iterator(chunk_size=5000)
    for pk, number, name, email, phone, hired, probation, speaks, active, above in rows:
        membership, place, since = open_ones.get(pk, (None, None, None))
        plan = None
        if pk in planned and place and since:
            plan = Planned(place=place, day=since)
            membership, place, since = planned[pk]
        people[number] = Person(
            id=pk,
            membership=membership,
            manager=place.manager if place else led_by.get(above or 0),
            known=Known(
                name=name,
                email=email,
                phone=phone,
                hired_on=hired,
                probation_ends_on=probation,
                language=speaks,
                is_active=active,
                place=place,
                since=since,
                left_on=None if place else ends.get(pk),
                planned=plan,
                merged_into=merged.get(number, ""),
            ),
        )
    return people


# A membership's key, where it is, since when.
Opened = tuple[int, Place, date]
PLACED = (
    "person_id",
    "pk",
    "department_id",
    "post_id",
    "line_manager_id",
    "active_from",
    "active_until",
)


def _open_memberships(numbers: dict[int, str]) -> dict[int, Opened]:
    open_ones = Membership.objects.primary().open().values_list(*PLACED)
    rows = open_ones.iterator(chunk_size=5000)
    return {
        person: (
            pk,
            Place(department=department, post=post, manager=numbers.get(above)),
            since,
        )
        for person, pk, department, post, above, since, _until in rows
    }


def _planned(
    open_ones: dict[int, Opened], numbers: dict[int, str]
) -> dict[int, Opened | tuple[None, None, None]]:
    """What comes before an open membership that has not begun; three times None for
    somebody who has left and comes back. Those who are only to arrive are not here."""
    waiting = Membership.objects.primary().open().filter(applied_at=None)
    people = list(waiting.values_list("person_id", flat=True))
    earlier = Membership.objects.primary().filter(person__in=people)
    rows = (
        earlier.exclude(active_until=None).order_by("active_from").values_list(*PLACED)
    )
    found: dict[int, Opened | tuple[None, None, None]] = {}
    for person, pk, department, post, above, since, until in rows:
        begins = open_ones[person][2]
        place = Place(department=department, post=post, manager=numbers.get(above))
        found[person] = (pk, place, since) if until == begins else (None, None, None)
    return found


def _ends() -> dict[int, date]:
    ended = Membership.objects.primary().exclude(active_until=None)
    latest = ended.values("person_id").annotate(end=Max("active_until")).order_by()
    return dict(latest.values_list("person_id", "end"))
