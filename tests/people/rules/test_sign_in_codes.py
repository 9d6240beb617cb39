"""Codes look as nobody mistakes them, and may be typed any way."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.sign_in_codes import ALPHABET, LENGTH, grouped, make, normalise


def test_a_code_has_ten_signs_without_look_alikes():
    code = make(secrets.choice)

    assert len(code) == LENGTH
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)
    assert set(code) <= set(ALPHABET)
    assert len(set(ALPHABET)) ** LENGTH > 10**13


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ACDEF-GHJKM", "ACDEFGHJKM"),
        (" acdef ghjkm ", "ACDEFGHJKM"),
        ("ＡＣＤＥＦＧＨＪＫＭ", "ACDEFGHJKM"),
        ("ACDEFGHJK", ""),
        ("ACDEFGHJK0", ""),
        ("eine gute Idee", ""),
        ("", ""),
    ],
)
def test_a_code_may_be_typed_any_way(typed, code):
    assert normalise(typed) == code


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_printed_is_what_may_be_typed(code):
    assert normalise(grouped(code)) == code == normalise(grouped(code).lower())
