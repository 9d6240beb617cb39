"""Trees for drawing: departments with head counts, and who reports to whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Node:
    """One box of a chart; `id` is a department's or a person's."""

    id: int
    # People in this very department; for a person unused.
    own: int = 0
    below: list["Node"] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.own + sum(node.total for node in self.below)


def department_tree(
    parents: Mapping[int, int | None], heads: Mapping[int, int]
) -> list[Node]:
    """Arrange departments (in their order) under their parents.

    `heads` counts the people of each; a parent that is not there makes a root.
    """
    nodes = {pk: Node(id=pk, own=heads.get(pk, 0)) for pk in parents}
    roots: list[Node] = []
    for pk, parent in parents.items():
        above = nodes.get(parent) if parent is not None else None
        (above.below if above is not None else roots).append(nodes[pk])
    return roots


def lines(managers: Iterable[tuple[int, int | None]]) -> list[Node]:
    """Arrange people (id, line manager) under those of them they report to.

    Whoever reports to somebody outside stands at the top. A circle, which only old
    data can hold, is cut at its first person: everybody is drawn once.
    """
    pairs = dict(managers)
    nodes = {pk: Node(id=pk) for pk in pairs}
    roots: list[Node] = []
    for pk, manager in pairs.items():
        if manager in nodes and not _is_above(pk, manager, pairs):
            nodes[manager].below.append(nodes[pk])
        else:
            roots.append(nodes[pk])
            # From here on this person reports to nobody inside: the circle is cut.
            pairs[pk] = None
    return roots


def _is_above(
    person: int, start: int | None, managers: Mapping[int, int | None]
) -> bool:
    met: set[int] = set()
    at = start
    while at is not None and at not in met:
        if at == person:
            return True
        met.add(at)
        at = managers.get(at)
    return False
