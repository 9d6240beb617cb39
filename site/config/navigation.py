"""The menu: which places a person may go to, by role."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.access import MANAGER, SEES_FACTS, roles_of
from people.models import Role, User

PEOPLE_READERS = {MANAGER, Role.HR.value, Role.ADMINISTRATOR.value}
FACT_READERS = {role.value for role in SEES_FACTS}
# Whose work may be long: imports, exports.
JOB_OWNERS = {Role.TRAINER.value, Role.HR.value, Role.ADMINISTRATOR.value}
AUDITORS = {Role.HR.value, Role.ADMINISTRATOR.value}
MOST_ON_PHONES = 5
EDITORS = {
    Role.HR.value,
    Role.TRAINER.value,
    Role.REVIEWER.value,
    Role.APPROVER.value,
    Role.ADMINISTRATOR.value,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of the menu. No roles: for everybody."""

    url_name: str
    label: Promise | str
    icon: str
    roles: frozenset[str] = frozenset()
    on_phones: bool = False
    # For the narrow bar of phones; empty: the label is short enough.
    short_label: Promise | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A menu item as the template shows it."""

    url: str
    label: Promise | str
    icon: str
    is_current: bool
    on_phones: bool
    short_label: Promise | str


PLACES = (
    Place(url_name="home", label=_("Home"), icon="home", on_phones=True),
    Place(
        url_name="courses:courses",
        label=_("Courses"),
        icon="academic-cap",
        on_phones=True,
    ),
    Place(
        url_name="courses:handbook",
        label=_("Handbook"),
        icon="book-open",
        on_phones=True,
    ),
    Place(
        url_name="courses:certificates",
        label=_("Certificates"),
        icon="trophy",
        on_phones=True,
    ),
    Place(url_name="courses:bookmarks", label=_("Bookmarks"), icon="bookmark"),
    Place(
        url_name="courses:people",
        label=_("People and results"),
        icon="users",
        roles=frozenset(PEOPLE_READERS),
        on_phones=True,
        short_label=_("People"),
    ),
    Place(
        url_name="quizzes:quizzes",
        label=_("Quiz statistics"),
        icon="chart-bar",
        roles=frozenset({Role.TRAINER.value, Role.ADMINISTRATOR.value}),
        on_phones=True,
        short_label=_("Statistics"),
    ),
    Place(
        url_name="organisation:chart",
        label=_("Organisation"),
        icon="building-office-2",
    ),
    Place(
        url_name="facts:facts",
        label=_("Company facts"),
        icon="building-office",
        roles=frozenset(FACT_READERS),
    ),
    Place(
        url_name="jobs:jobs",
        label=_("Jobs"),
        icon="queue-list",
        roles=frozenset(JOB_OWNERS),
    ),
    Place(
        url_name="audit:entries",
        label=_("Audit log"),
        icon="clipboard-document-list",
        roles=frozenset(AUDITORS),
    ),
    Place(
        url_name="wagtailadmin_home",
        label=_("Back office"),
        icon="pencil-square",
        roles=frozenset(EDITORS),
    ),
)


@cache
def _url(name: str) -> str:
    return reverse(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The menu as it is put into a page: beside it, and below it on phones."""

    sidebar: str
    bottom_bar: str


def menu_for(person: User, path: str) -> Menu:
    """Return the person's menu, the place of the current page marked."""
    urls = [_url(place.url_name) for place in PLACES]
    above = (
        url for url in urls if path.startswith(url) and (url != "/" or path == "/")
    )
    current = max(above, key=len, default="")
    return _drawn(roles_of(person), current, get_language())


# Some roles times some places times two languages: a few hundred at most.
@lru_cache(maxsize=1024)
def _drawn(roles: frozenset[str], current: str, language: str) -> Menu:
    """Draw the menu once for everybody with these roles."""
    items = _items(roles, current)
    on_phones = [item for item in items if item.on_phones][:MOST_ON_PHONES]
    return Menu(
        sidebar=render_to_string("components/sidebar.html", {"nav": items}),
        bottom_bar=render_to_string(
            "components/bottom_bar.html", {"bottom_nav": on_phones}
        ),
    )


def _items(roles: frozenset[str], current: str) -> list[Item]:
    return [
        Item(
            url=_url(place.url_name),
            label=place.label,
            icon=place.icon,
            is_current=_url(place.url_name) == current,
            on_phones=place.on_phones,
            short_label=place.short_label or place.label,
        )
        for place in PLACES
        if not place.roles or not place.roles.isdisjoint(roles)
    ]
