import pytest

from courses.rules.reading_time import minutes


@pytest.mark.parametrize(
    ("characters", "expected"), [(0, 1), (1, 1), (350, 1), (351, 2), (900, 3)]
)
def test_350_characters_take_a_minute_and_nothing_takes_less(characters, expected):
    assert minutes("字" * characters) == expected


def test_blanks_take_no_time():
    assert minutes("字 \n" * 350) == 1
