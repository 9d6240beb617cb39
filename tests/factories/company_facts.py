"""Company facts for tests."""

import itertools
from datetime import UTC, date, datetime

from people.services import company_facts as service
from people.services.company_facts import Definition

DEFINED = datetime(2025, 12, 1, tzinfo=UTC)
LONG_AGO = date(2026, 1, 1)
_keys = itertools.count(1)


def a_fact(key=None, *, value=None, value_en="", valid_from=LONG_AGO, **changed):
    """A fact in hours; with a value if one is given."""
    key = key or f"fact-{next(_keys)}"
    said = {"name": f"规定 {key}", "kind": "duration", "unit": "小时"}
    if "kind" in changed:
        said.pop("unit")
    fact = service.define(
        key=key, definition=Definition(**{**said, **changed}), by=None, now=DEFINED
    )
    if value is not None:
        a_value(fact, value, value_en=value_en, valid_from=valid_from, now=DEFINED)
    return fact


def a_value(fact, value, *, now, valid_from=LONG_AGO, value_en=""):
    return service.set_value(
        fact=fact,
        typed=str(value),
        typed_en=value_en,
        valid_from=valid_from,
        by=None,
        now=now,
    )
