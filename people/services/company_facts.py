"""Company facts: defining one, giving it a value, and what a new value touches."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from people import audit
from people.models import (
    CompanyFact,
    CompanyFactValue,
    Post,
    ReviewClearance,
    ReviewMark,
    TakenEffect,
    User,
)
from people.queries import company_facts as shown
from people.queries.fact_uses import uses_of
from people.rules import company_facts as rules


class NothingNew(Exception):
    """The fact says this on that day already; nothing has been added."""


class HasValues(Exception):
    """The fact has values, which were typed as its kind; nothing has been changed."""


class AlreadyCleared(Exception):
    """Somebody dealt with the mark before; nothing has been changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Everything about a fact but its key and its values."""

    name: str
    name_en: str = ""
    kind: str
    unit: str = ""
    unit_en: str = ""
    owner_post: Post | None = None
    owner: User | None = None
    description: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "name_en": self.name_en,
            "kind": str(self.kind),
            "unit": self.unit,
            "unit_en": self.unit_en,
            "owner_post": self.owner_post.key if self.owner_post else None,
            "owner": self.owner.employee_number if self.owner else None,
            "description": self.description,
        }


def definition_of(fact: CompanyFact) -> Definition:
    return Definition(
        name=fact.name,
        name_en=fact.name_en,
        kind=fact.kind,
        unit=fact.unit,
        unit_en=fact.unit_en,
        owner_post=fact.owner_post,
        owner=fact.owner,
        description=fact.description,
    )


@transaction.atomic
def define(
    *, key: str, definition: Definition, by: User | None, now: datetime
) -> CompanyFact:
    """Make a fact without a value; from now on texts may name it."""
    fact = CompanyFact.objects.create(key=key, created_at=now, **_columns(definition))
    audit.record(
        action="fact.defined",
        actor=by,
        now=now,
        about=fact,
        after={"key": key, **definition.as_data()},
    )
    shown.changed()
    return fact


@transaction.atomic
def redefine(
    *, fact: CompanyFact, definition: Definition, by: User | None, now: datetime
) -> bool:
    """Reword a fact or give it to somebody else; say whether anything changed.

    :raises HasValues: when its kind or unit would change under its values
    """
    saved = CompanyFact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    before = definition_of(saved)
    if before == definition:
        return False
    if _measure(before) != _measure(definition) and saved.values.exists():
        raise HasValues
    columns = _columns(definition)
    for name, value in columns.items():
        setattr(fact, name, value)
    fact.save(update_fields=list(columns))
    audit.record(
        action="fact.redefined",
        actor=by,
        now=now,
        about=fact,
        before=before.as_data(),
        after=definition.as_data(),
    )
    shown.changed()
    return True


@transaction.atomic
def set_value(
    *,
    fact: CompanyFact,
    typed: str,
    typed_en: str = "",
    valid_from: date,
    source: str = "",
    by: User | None,
    now: datetime,
) -> CompanyFactValue:
    """Add a value that holds from a day on, past, present or future.

    What names the fact is marked for review when the value takes effect.

    :raises rules.Unreadable: when what was typed is no value of the fact's kind
    :raises NothingNew: when the fact says this on that day already
    """
    kind = rules.Kind(fact.kind)
    value = rules.read(kind, typed, fact.units)
    is_text = kind is rules.Kind.TEXT
    value_en = rules.read(kind, typed_en) if is_text and typed_en.strip() else ""
    # Two at once: the second sees the first's value and may find nothing new.
    CompanyFact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    before = fact.values.in_force_on(valid_from).first()
    if before and (before.value, before.value_en) == (value, value_en):
        raise NothingNew
    added = CompanyFactValue.objects.create(
        fact=fact,
        value=value,
        value_en=value_en,
        valid_from=valid_from,
        set_by=by,
        set_at=now,
        source=source,
    )
    audit.record(
        action="fact.value_set",
        actor=by,
        now=now,
        about=fact,
        reason=source,
        before={"value": before.value, "value_en": before.value_en} if before else None,
        after={
            "value": value,
            "value_en": value_en,
            "valid_from": valid_from.isoformat(),
        },
    )
    shown.changed()
    _take_effect(added, now=now)
    return added


def take_effect_when_due(*, now: datetime) -> int:
    """Mark what names the facts whose new values hold since today; return how many
    values took effect. Two clocks at once mark nothing twice."""
    due = CompanyFactValue.objects.filter(
        valid_from__lte=shown.day_of(now), taken_effect=None
    ).select_related("fact")
    return sum(
        _take_effect(value, now=now) for value in due.order_by("valid_from", "pk")
    )


@transaction.atomic
def clear_mark(*, mark: ReviewMark, by: User, now: datetime) -> ReviewClearance:
    """Write down that somebody looked, and that the text is still right.

    :raises AlreadyCleared: if somebody dealt with it before
    """
    clearance, is_new = ReviewClearance.objects.get_or_create(
        mark=mark, defaults={"how": ReviewClearance.How.CHECKED, "at": now, "by": by}
    )
    if not is_new:
        raise AlreadyCleared
    audit.record(
        action="fact.use_checked",
        actor=by,
        now=now,
        about=mark.value.fact,
        after={"about": mark.about_type, "id": mark.about_id},
    )
    return clearance


@transaction.atomic
def clear_revised(
    *, about_type: str, about_id: int, by: User | None, now: datetime
) -> int:
    """Clear what is open about a text that was published anew; return how many."""
    marks = ReviewMark.objects.open().about(about_type, about_id)
    cleared = ReviewClearance.objects.bulk_create(
        [
            ReviewClearance(mark=mark, how=ReviewClearance.How.REVISED, at=now, by=by)
            for mark in marks
        ],
        # The other of two who published at once.
        ignore_conflicts=True,
    )
    return len(cleared)


def _take_effect(value: CompanyFactValue, *, now: datetime) -> bool:
    """Mark what names the fact, unless the value is not due, was taken up before, is
    not the one that counts, or is the fact's first: that one only fills a gap."""
    today = shown.day_of(now)
    if value.valid_from > today:
        return False
    try:
        with transaction.atomic():
            TakenEffect.objects.create(value=value, at=now)
    except IntegrityError:
        return False
    others = value.fact.values.filter(valid_from__lte=today).exclude(pk=value.pk)
    counts = value.fact.values.in_force_on(today).filter(pk=value.pk).exists()
    if counts and others.exists():
        ReviewMark.objects.bulk_create(
            [
                ReviewMark(
                    value=value,
                    about_type=use.about_type,
                    about_id=use.about_id,
                    at=now,
                )
                for use in uses_of(value.fact.key)
            ]
        )
    return True


def _measure(definition: Definition) -> tuple[str, ...]:
    return str(definition.kind), definition.unit, definition.unit_en


def _columns(definition: Definition) -> dict[str, Any]:
    return {name: getattr(definition, name) for name in Definition.__dataclass_fields__}
