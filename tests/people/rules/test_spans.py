"""How many direct reports are recommended, by level."""

import pytest

from people.rules.spans import Verdict, recommended, verdict


@pytest.mark.parametrize(
    ("level", "reports", "expected"),
    [
        ("director", 2, Verdict.TOO_FEW),
        ("director", 3, Verdict.FITS),
        ("director", 6, Verdict.FITS),
        ("director", 7, Verdict.TOO_MANY),
        ("manager", 4, Verdict.TOO_FEW),
        ("manager", 5, Verdict.FITS),
        ("manager", 9, Verdict.FITS),
        ("manager", 10, Verdict.TOO_MANY),
        ("supervisor", 6, Verdict.TOO_FEW),
        ("supervisor", 7, Verdict.FITS),
        ("supervisor", 15, Verdict.FITS),
        ("supervisor", 16, Verdict.TOO_MANY),
        ("", 2, Verdict.TOO_FEW),
        ("", 3, Verdict.FITS),
        ("", 15, Verdict.FITS),
        ("", 16, Verdict.TOO_MANY),
        ("director", 0, Verdict.FITS),
    ],
)
def test_a_span_is_judged_by_the_level_of_the_post(level, reports, expected):
    assert verdict(reports, level) == expected


def test_an_unknown_level_is_judged_by_the_widest_range():
    span = recommended("captain")

    assert (span.least, span.most) == (3, 15)
