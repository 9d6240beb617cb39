"""Which column of a people table is which, by its Chinese or English header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from people.rules.cells import key

NUMBER, NAME = "number", "name"
REQUIRED = (NUMBER, NAME)
# In the order of the template.
HEADERS: dict[str, tuple[str, ...]] = {
    NUMBER: (
        "工号",
        "员工工号",
        "员工编号",
        "number",
        "employee number",
        "employee no",
    ),
    NAME: ("姓名", "员工姓名", "name", "full name"),
    "department": ("部门", "所属部门", "department"),
    "post": ("岗位", "职位", "职务", "post", "position"),
    "manager": (
        "直属主管工号",
        "主管工号",
        "直属上级工号",
        "上级工号",
        "manager",
        "manager number",
        "line manager",
        "line manager number",
    ),
    "email": ("邮箱", "电子邮箱", "邮件", "email", "e-mail", "mail"),
    "phone": ("手机", "手机号", "手机号码", "电话", "phone", "mobile"),
    "hired_on": ("入职日期", "入职时间", "hired on", "hire date", "hired"),
    "probation_ends_on": (
        "试用期截止日期",
        "试用期结束日期",
        "试用期截止日",
        "probation ends on",
        "probation end",
    ),
    "left_on": ("离职日期", "离职时间", "left on", "leave date", "left"),
    "language": ("语言", "language"),
}
# Written by us into a file that goes back; read by nobody.
REMARKS = ("错误", "errors")
_NOISE = re.compile(r"[*＊:：_（）()]")


def _as_key(text: object) -> str:
    return _NOISE.sub("", key(text))


_FIELDS = {_as_key(title): name for name, titles in HEADERS.items() for title in titles}
_REMARKS = frozenset(map(_as_key, REMARKS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands, and what could not be placed."""

    # Field → index of its column.
    fields: dict[str, int]
    # Index → header nobody knows.
    unknown: dict[int, str] = field(default_factory=dict)
    # Index → field that an earlier column has already.
    twice: dict[int, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        return [name for name in REQUIRED if name not in self.fields]


def recognise(row: Sequence[object]) -> Columns | None:
    """Return the columns of a header row, or None if the row is none."""
    fields: dict[str, int] = {}
    unknown: dict[int, str] = {}
    twice: dict[int, str] = {}
    for index, value in enumerate(row):
        title = _as_key(value)
        if not title or title in _REMARKS:
            continue
        name = _FIELDS.get(title)
        if name is None:
            unknown[index] = str(value)
        elif name in fields:
            twice[index] = name
        else:
            fields[name] = index
    # One word alone, such as "name" in a sentence of a title row, makes no header.
    if len(fields) < 2:
        return None
    return Columns(fields=fields, unknown=unknown, twice=twice)
