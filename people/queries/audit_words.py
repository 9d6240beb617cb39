"""The audit log in words: what changed, about which thing, who did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from people.actions import name_of
from people.models import AuditEntry
from people.rights import ROLES
from people.rules.differences import Difference, differences

# More of one list than anybody reads; the rest is counted.
SHOWN = 12
LONGEST = 300
# Field of a record -> where its key has a name.
TABLES = {"line_manager": "people", "department": "department", "post": "post"}
# Our apps: the things an entry may be about.
OURS = ("people", "courses", "quizzes", "evaluations", "auth")
FIELDS: dict[str, Promise] = {
    "about_id": gettext_lazy("Its number"),
    "about_type": gettext_lazy("Kind of thing"),
    "action": pgettext_lazy("audit", "Action"),
    "active_from": gettext_lazy("active from"),
    "active_until": gettext_lazy("active until"),
    "actor": gettext_lazy("Done by (name or number)"),
    "arguments": gettext_lazy("arguments"),
    "certificate": gettext_lazy("certificate"),
    "course": gettext_lazy("course"),
    "created": pgettext_lazy("import", "Created"),
    "deactivated": pgettext_lazy("import", "Deactivated"),
    "department": gettext_lazy("department"),
    "due_on": gettext_lazy("due on"),
    "email": gettext_lazy("e-mail"),
    "employee_number": gettext_lazy("employee number"),
    "expires_at": gettext_lazy("good until"),
    "filters": gettext_lazy("filter"),
    "fraction": gettext_lazy("fraction"),
    "grade": gettext_lazy("grade"),
    "hired_on": gettext_lazy("hired on"),
    "is_active": gettext_lazy("active"),
    "issuer": gettext_lazy("issuer"),
    "kind": gettext_lazy("kind"),
    "language": gettext_lazy("language"),
    "line_manager": gettext_lazy("line manager"),
    "name": gettext_lazy("name"),
    "pages": gettext_lazy("pages"),
    "people": gettext_lazy("people"),
    "person": gettext_lazy("Concerns (name or number)"),
    "phone": gettext_lazy("phone"),
    "post": gettext_lazy("post"),
    "rights": gettext_lazy("rights"),
    "role": gettext_lazy("role"),
    "roles": gettext_lazy("roles"),
    "rows": gettext_lazy("rows"),
    "since": pgettext_lazy("period", "From"),
    "skipped": pgettext_lazy("import", "Skipped"),
    "state": gettext_lazy("state"),
    "status": gettext_lazy("state"),
    "stem": gettext_lazy("question text"),
    "title": gettext_lazy("title"),
    "title_en": gettext_lazy("title in English"),
    "unchanged": pgettext_lazy("import", "Unchanged"),
    "until": pgettext_lazy("period", "To"),
    "updated": pgettext_lazy("import", "Updated"),
    "version": gettext_lazy("version"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of an entry, ready to be read."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """An entry as the list and the sheet show it."""

    entry: AuditEntry
    action: str
    actor: str
    about: str
    changes: Sequence[Change]
    # Whose results a list showed: the first names, and how many there were.
    listed: Sequence[str]
    listed_count: int

    @property
    def listed_more(self) -> int:
        return self.listed_count - len(self.listed)

    @property
    def has_details(self) -> bool:
        return bool(self.entry.reason or self.changes or self.listed_count)


# What stands for a key in a record, by the name of its field.
Names = Mapping[str, Mapping[Any, str]]


def line_of(entry: AuditEntry, names: Names) -> AuditLine:
    """Put an entry into words; `names` holds those of "people", "department", "post",
    by the keys that records keep."""
    people = names["people"]
    listed = listed_people(entry)
    after = entry.after
    if listed and after:
        after = {key: value for key, value in after.items() if key != "people"}
    return AuditLine(
        entry=entry,
        action=name_of(entry.action),
        actor=entry.actor.name if entry.actor else _("the system"),
        about=about_in_words(entry),
        changes=[_change(found, names) for found in differences(entry.before, after)],
        listed=[people[pk] for pk in listed[:SHOWN] if pk in people],
        listed_count=len(listed),
    )


def listed_people(entry: AuditEntry) -> list[int]:
    """Return the keys of the people whose results a list showed."""
    people = entry.after.get("people") if isinstance(entry.after, dict) else None
    return people if isinstance(people, list) else []


def named_people(entry: AuditEntry) -> list[int]:
    """Return the keys of everybody whose name the line needs."""
    records = [r for r in (entry.before, entry.after) if isinstance(r, dict)]
    managers = [record.get("line_manager") for record in records]
    listed = listed_people(entry)[:SHOWN]
    return [pk for pk in (*managers, *listed) if isinstance(pk, int)]


def about_in_words(entry: AuditEntry) -> str:
    """Return such as “certificate #12”; empty for what is about no thing."""
    if not entry.about_type:
        return ""
    return f"{type_in_words(entry.about_type)} #{entry.about_id}"


def type_in_words(label: str) -> str:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        # Of a version that had it; the entry stays.
        return label
    return str(model._meta.verbose_name)


def types() -> list[tuple[str, str]]:
    """Return every kind of thing an entry may be about, by name."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    found = [
        (model._meta.label_lower, str(model._meta.verbose_name)) for model in models
    ]
    return sorted(found, key=lambda pair: pair[1])


def _change(found: Difference, names: Names) -> Change:
    arrow = pgettext("path of a field", " › ")
    labels = [str(FIELDS.get(step, step.replace("_", " "))) for step in found.path]
    return Change(
        label=arrow.join(labels),
        before=_in_words(found.path, found.before, names),
        after=_in_words(found.path, found.after, names),
    )


def _in_words(path: tuple[str, ...], values: Sequence[Any], names: Names) -> str:
    comma = pgettext("between values", ", ")
    known = names.get(TABLES.get(path[-1], "") if path else "", {})
    shown = comma.join(
        known[value]
        if isinstance(value, int | str) and value in known
        else _value(path, value)
        for value in values[:SHOWN]
    )
    more = len(values) - SHOWN
    if more <= 0:
        return shown
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return f"{shown} {rest}"


def _value(path: tuple[str, ...], value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    text = str(value)
    if path and path[-1] == "role":
        return str(ROLES.get(text, text))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
