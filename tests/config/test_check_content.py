"""`check_content` says what is wrong with the published texts."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.company_facts import a_fact, a_value
from tests.factories.courses import an_entry


def check():
    out = StringIO()
    try:
        call_command("check_content", "--json", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
    return json.loads(out.getvalue())


def test_content_that_is_right_has_nothing_to_say(db):
    a_fact("deadline", value=24)
    a_fact("not-used")
    an_entry(answer="[[fact:deadline]]")

    assert check() == {"warnings": [], "errors": []}


def test_an_unknown_key_is_an_error_and_fails_the_command(db):
    entry = an_entry(number=301, title="怎么报案？")
    type(entry).objects.update(answer="[[fact:deadlin]]")

    [error] = check()["errors"]

    assert error["location"] == "301. 怎么报案？"
    assert "deadlin" in error["message"]
    with pytest.raises(CommandError):
        call_command("check_content", stdout=StringIO())


def test_an_empty_fact_in_use_and_a_changed_one_are_warnings(db, now):
    a_fact("empty")
    changed = a_fact("changed", value=24)
    an_entry(answer="[[fact:empty]][[fact:changed]]")
    a_value(changed, 12, now=now)

    report = check()

    assert report["errors"] == []
    assert len(report["warnings"]) == 2
    assert report["warnings"][0]["location"] == "empty"
