import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.certificate_numbers import (
    ALPHABET,
    LENGTH,
    BadNumber,
    WrongCharacter,
    WrongCheck,
    WrongLength,
    grouped,
    make,
    parse,
)

numbers = st.integers().map(lambda seed: make(random.Random(seed)))
places = st.integers(0, LENGTH - 1)


class Fixed:
    """A source whose characters are known."""

    def __init__(self, *values):
        self.values = iter(values)

    def randrange(self, stop):
        return next(self.values)


def test_the_check_character_makes_the_weighted_sum_divisible():
    # Values 1, 0, 0 ... weigh 1 x 1; the twelfth adds 12 x 11 = 132; 133 = 7 x 19.
    number = make(Fixed(1, *[0] * 10))

    assert number == "3" + "2" * 10 + ALPHABET[11]


@given(numbers)
def test_a_number_survives_being_shown_and_typed(number):
    assert len(number) == LENGTH
    assert parse(grouped(number)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        " {} ",
        "３２２２ ２２２２ ２２２Ｅ",
        "3222—2222–222e",
        "3222－2222－222ｅ",
        "3 2 2 2 2 2 2 2 2 2 2 e\n",
    ],
)
def test_any_keyboard_may_type_it(typed):
    number = make(Fixed(1, *[0] * 10))
    text = typed.format(number).replace("e", number[-1].lower())
    text = text.replace("Ｅ", number[-1]).replace("ｅ", number[-1].lower())

    assert parse(text) == number


@given(numbers, places, st.sampled_from(ALPHABET))
def test_every_single_changed_character_is_noticed(number, place, other):
    changed = number[:place] + other + number[place + 1 :]

    if changed == number:
        assert parse(changed) == number
    else:
        with pytest.raises(WrongCheck):
            parse(changed)


@given(numbers, places, places)
def test_every_swapped_pair_is_noticed(number, one, other):
    letters = list(number)
    letters[one], letters[other] = letters[other], letters[one]

    if "".join(letters) == number:
        assert parse("".join(letters)) == number
    else:
        with pytest.raises(WrongCheck):
            parse("".join(letters))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", WrongLength),
        ("3222", WrongLength),
        ("3222-2222-2222-2", WrongLength),
        ("3222-2222-222O", WrongCharacter),
        ("运单学院运单学院运单学院", WrongCharacter),
        ("3222-2222-2222", WrongCheck),
    ],
)
def test_what_cannot_be_a_number_is_refused_by_name(typed, error):
    with pytest.raises(error):
        parse(typed)


@given(st.text())
def test_any_text_is_either_a_number_or_refused(text):
    try:
        number = parse(text)
    except BadNumber:
        return
    assert parse(grouped(number)) == number


def test_no_character_is_easily_taken_for_another():
    # 2, 5 and 8 are in it, so Z, S and B are not; neither O nor 0, I, L nor 1.
    assert set(ALPHABET).isdisjoint("01BCDGIJLNOPQSTVZ")
    assert len(set(ALPHABET)) == len(ALPHABET) == 19
