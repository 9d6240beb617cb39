import pytest

from people.rules.differences import Difference, differences


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, []),
        ({"a": 1}, {"a": 1}, []),
        (None, {"role": "hr"}, [("role", (), ("hr",))]),
        ({"role": "hr"}, None, [("role", ("hr",), ())]),
        ({"name": "旧", "x": 1}, {"name": "新", "x": 1}, [("name", ("旧",), ("新",))]),
        ({"email": ""}, {"email": "a@b.cn"}, [("email", (), ("a@b.cn",))]),
        (
            {"rights": ["a", "b", "c"]},
            {"rights": ["b", "c", "d"]},
            [("rights", ("a",), ("d",))],
        ),
        ({"n": ["a", "b"]}, {"n": ["b", "a"]}, [("n", ("a", "b"), ("b", "a"))]),
        (
            {"rules": {"pass": 60, "time": 20}},
            {"rules": {"pass": 80, "time": 20}},
            [("rules.pass", (60,), (80,))],
        ),
        ({"a": True}, {"a": False}, [("a", (True,), (False,))]),
    ],
)
def test_only_what_differs_is_told_with_its_place(before, after, expected):
    assert differences(before, after) == [
        Difference(path=tuple(path.split(".")), before=old, after=new)
        for path, old, new in expected
    ]
