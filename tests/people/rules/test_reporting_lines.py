"""Circles among managers are found, each once; departments by what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.named_things import Ambiguous, Named, Register, Unknown
from people.rules.reporting_lines import circles

NUMBERS = st.sampled_from("ABCDEFGHIJ")


@pytest.mark.parametrize(
    ("managers", "found"),
    [
        ({}, []),
        ({"A": "B", "B": None}, []),
        ({"A": "A"}, [["A"]]),
        ({"C": "A", "A": "B", "B": "C", "D": "A"}, [["A", "B", "C"]]),
        ({"A": "B", "B": "A", "C": "D", "D": "C"}, [["A", "B"], ["C", "D"]]),
        ({"A": "Z"}, []),
    ],
)
def test_circles(managers, found):
    assert circles(managers) == found


@given(st.dictionaries(NUMBERS, st.none() | NUMBERS))
def test_everybody_in_a_circle_comes_back_to_themselves_and_nobody_else_does(managers):
    def comes_back(start):
        number = managers.get(start)
        for _ in managers:
            if number is None or number == start:
                break
            number = managers.get(number)
        return number == start

    inside = [number for circle in circles(managers) for number in circle]

    assert len(inside) == len(set(inside))
    assert set(inside) == {number for number in managers if comes_back(number)}


def test_a_line_of_twenty_thousand_is_walked_in_one_go():
    line = {str(n): str(n + 1) for n in range(20_000)}

    assert circles(line) == []


TOP = ("青禾速运", "Qinghe Express")
THINGS = [
    Named(id=1, key="qinghe", path=(TOP,)),
    Named(id=2, key="liuxi", path=(TOP, ("柳溪网点", "Liuxi Branch"))),
    Named(id=3, key="liuxi-desk", path=(TOP, ("柳溪网点",), ("客服台",))),
    Named(id=4, key="yunqiao-desk", path=(TOP, ("云桥网点",), ("客服台",))),
]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("liuxi", 2),
        ("LIUXI", 2),
        ("柳溪 网点", 2),
        ("liuxi branch", 2),
        ("青禾速运/柳溪网点/客服台", 3),
        ("云桥网点／客服台", 4),
        ("Qinghe Express > 柳溪网点", 2),
    ],
)
def test_a_department_is_found_by_key_name_or_path(text, id):
    assert Register(THINGS).find(text).id == id


def test_an_unknown_department_comes_with_the_nearest_name():
    with pytest.raises(Unknown) as problem:
        Register(THINGS).find("柳西网点")

    assert problem.value.nearest == "柳溪网点"


def test_a_name_that_is_there_twice_asks_for_the_path():
    with pytest.raises(Ambiguous) as problem:
        Register(THINGS).find("客服台")

    assert problem.value.paths == [
        "青禾速运/柳溪网点/客服台",
        "青禾速运/云桥网点/客服台",
    ]


@pytest.mark.parametrize("text", ["", "/", "云桥网点/柳溪网点", "别处/客服台"])
def test_a_path_that_leads_nowhere_is_unknown(text):
    with pytest.raises(Unknown):
        Register(THINGS).find(text)
