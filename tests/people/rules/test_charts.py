"""Trees for drawing: counts add up, and everybody is drawn once."""

from hypothesis import given
from hypothesis import strategies as st

from people.rules.charts import department_tree, lines


def everybody(nodes):
    return [pk for node in nodes for pk in (node.id, *everybody(node.below))]


def test_a_department_counts_its_own_people_and_those_below():
    [root] = department_tree({1: None, 2: 1, 3: 2, 4: 1}, {1: 1, 3: 5, 4: 2})

    assert (root.own, root.total) == (1, 8)
    assert [(node.id, node.total) for node in root.below] == [(2, 5), (4, 2)]


def test_a_department_whose_parent_is_closed_stands_at_the_top():
    roots = department_tree({2: 9}, {2: 3})

    assert [(root.id, root.total) for root in roots] == [(2, 3)]


def test_whoever_reports_to_somebody_outside_stands_at_the_top():
    roots = lines([(1, 99), (2, 1), (3, 2), (4, None)])

    assert [root.id for root in roots] == [1, 4]
    assert everybody(roots) == [1, 2, 3, 4]


@given(st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 10)))
def test_everybody_is_drawn_once_even_in_a_circle(managers):
    drawn = everybody(lines(managers.items()))

    assert sorted(drawn) == sorted(managers)
