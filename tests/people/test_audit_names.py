"""Every action that the code writes into the audit log has a name."""

import ast
from pathlib import Path

from people.actions import groups, names

ROOT = Path(__file__).parents[2]
APPS = ("people", "quizzes", "courses", "evaluations", "site/config")
WRITERS = {"record", "record_read", "record_list", "record_export"}
# Written by SQL, a table of signals, or put together; searched for by hand.
OTHERS = {
    "person.created",
    "person.changed",
    "membership.joined",
    "membership.left",
    "membership.corrected",
    "password.set",
    "password.changed",
    "password.reset_by_mail",
    "questionbank.loaded",
    "quiz.loaded",
    "draft.submitted",
    "draft.passed",
    "draft.sent_back",
    "draft.withdrawn",
    "draft.review_ended",
    "post.created",
    "post.changed",
    "competency.created",
    "competency.changed",
}


def constants(node):
    return {
        found.value
        for found in ast.walk(node)
        if isinstance(found, ast.Constant)
        and isinstance(found.value, str)
        # Not the end of one that is put together.
        and found.value.partition(".")[0]
        and "." in found.value
    }


def written_actions():
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                is_call = isinstance(node, ast.Call)
                if is_call and getattr(node.func, "attr", "") in WRITERS:
                    for keyword in node.keywords:
                        if keyword.arg == "action":
                            yield from constants(keyword.value)


def test_every_action_in_the_code_has_a_name():
    nameless = (set(written_actions()) | OTHERS) - set(names())

    assert nameless == set(), "name them in the app's actions.py"


def test_the_search_finds_what_is_written():
    assert {"result.read", "quiz.created", "quiz.changed"} <= set(written_actions())


def test_every_action_is_named_once():
    codes = [code for group in groups() for code in group.actions]

    assert len(codes) == len(set(codes))
