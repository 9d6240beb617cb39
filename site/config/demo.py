"""The demo sign-ins: passwords made once per installation, kept in DATA_DIR."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

from people.models import User

# No letter or digit here can be taken for another one.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
LABELS = {
    "new_hire": "new hire 新员工",
    "trainer": "trainer 培训师",
    "reviewer": "reviewer 审核人",
    "approver": "approver 批准人",
    "manager": "manager 主管",
    "hr": "HR 人事",
    "administrator": "administrator 系统管理员",
}


def _file() -> Path:
    return Path(settings.DATA_DIR) / "demo-sign-ins.json"


def give_passwords(people: list[dict[str, Any]]) -> None:
    """Give each demo person without a password one that nobody could guess."""
    path = _file()
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for row in people:
        person = User.objects.get(employee_number=row["number"])
        if person.has_usable_password():
            continue
        password = "".join(secrets.choice(READABLE) for _ in range(10))
        person.set_password(password)
        person.save(update_fields=["password"])
        known[row["demo"]] = {
            "number": row["number"],
            "name": row["name"],
            "password": password,
        }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False, indent=1)


def table() -> str:
    """Return the sign-ins as lines for the terminal; empty without a demo company."""
    path = _file()
    if not path.exists():
        return ""
    known = json.loads(path.read_text(encoding="utf-8"))
    lines = [
        f"  {row['number']:<8} {row['password']:<12} {row['name']}  {LABELS[role]}"
        for role, row in known.items()
    ]
    return "\n".join(["  number   password     who", *lines])
