from datetime import UTC, datetime

import pytest

from people.rules import cursors


def test_a_place_survives_the_address():
    at = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)

    assert cursors.read(cursors.write(at, 42)) == (at, 42)


@pytest.mark.parametrize(
    "text",
    ["", "-", "1", "1-", "-1", "a-1", "1-b", "²-1", f"1-{2**63}", "9" * 18 + "-1"],
)
def test_what_is_no_place_is_refused(text):
    with pytest.raises(cursors.NotAPlace):
        cursors.read(text)
