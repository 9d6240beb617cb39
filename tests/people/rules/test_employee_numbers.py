"""Employee numbers read the same whatever keyboard typed them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.employee_numbers import normalise


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("QH0001", "QH0001"),
        ("qh 0001", "QH0001"),
        ("ＱＨ０００１", "QH0001"),
        ("\u3000QH0001\n", "QH0001"),
        ("", ""),
    ],
)
def test_width_case_and_blanks_do_not_count(typed, number):
    assert normalise(typed) == number


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert normalise(normalise(text)) == normalise(text)
