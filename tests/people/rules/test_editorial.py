"""Who may decide on a draft: the table of docs/rules/editorial.md."""

from datetime import date

import pytest

from people.rules import editorial
from people.rules.content_hashes import content_hash
from people.rules.editorial import Draft, Refusal, Step


@pytest.mark.parametrize(
    ("actor", "roles", "step", "expected"),
    [
        ("su", {"reviewer"}, Step.REVIEW, Refusal.DRAFTED),
        ("yu", {"reviewer", "trainer"}, Step.REVIEW, Refusal.DRAFTED),
        ("cheng", {"reviewer"}, Step.REVIEW, None),
        ("cheng", {"administrator"}, Step.REVIEW, Refusal.ROLE),
        ("shen", {"approver"}, Step.REVIEW, Refusal.ROLE),
        ("shen", {"approver"}, Step.APPROVAL, Refusal.DECIDED),
    ],
)
def test_a_draft_of_two_waits_for_a_third_to_review_it(actor, roles, step, expected):
    draft = Draft(waits_for=Step.REVIEW, drafters={"su", "yu"})

    found = editorial.refusal(draft=draft, step=step, actor=actor, roles=roles)

    assert found == expected


@pytest.mark.parametrize(
    ("actor", "roles", "expected"),
    [
        ("shen", {"approver"}, None),
        ("cheng", {"approver", "reviewer"}, Refusal.APPROVED_BEFORE),
        ("su", {"approver"}, Refusal.DRAFTED),
        ("shen", {"reviewer"}, Refusal.ROLE),
    ],
)
def test_whoever_reviewed_or_drafted_does_not_approve(actor, roles, expected):
    draft = Draft(waits_for=Step.APPROVAL, drafters={"su"}, approved_by={"cheng"})

    found = editorial.refusal(draft=draft, step=Step.APPROVAL, actor=actor, roles=roles)

    assert found == expected


def test_a_text_that_changed_meanwhile_is_not_decided_on():
    draft = Draft(waits_for=Step.REVIEW, drafters={"su"}, is_as_submitted=False)

    found = editorial.refusal(
        draft=draft, step=Step.REVIEW, actor="cheng", roles={"reviewer"}
    )

    assert found == Refusal.CHANGED


@pytest.mark.parametrize(
    ("roles", "expected"),
    [({"administrator"}, True), ({"trainer", "reviewer", "approver"}, False)],
)
def test_administrators_alone_publish_directly(roles, expected):
    assert editorial.may_publish_directly(roles) is expected


def test_review_comes_before_approval_and_nothing_after():
    assert editorial.next_step(Step.REVIEW) == Step.APPROVAL
    assert editorial.next_step(Step.APPROVAL) is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (None, date(2026, 3, 2)),
        (date(2026, 3, 9), date(2026, 3, 9)),
        (date(2026, 2, 1), date(2026, 3, 2)),
    ],
)
def test_an_edition_never_begins_before_its_approval(wanted, expected):
    day = editorial.effective_day(wanted=wanted, approved=date(2026, 3, 2))

    assert day == expected


def test_the_order_of_keys_does_not_change_the_hash_but_a_space_does():
    assert content_hash({"a": 1, "b": "答"}) == content_hash({"b": "答", "a": 1})
    assert content_hash({"a": "答"}) != content_hash({"a": "答 "})
    assert content_hash({}) == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )
