"""Three people make an edition: one drafts, another reviews, a third approves.

The same rule for pages and for questions; docs/rules/editorial.md has it in words.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What a draft waits for; in this order."""

    REVIEW = "review"
    APPROVAL = "approval"


# The role (people.models.Role) that decides at each step.
ROLE_AT = {Step.REVIEW: "reviewer", Step.APPROVAL: "approver"}
PUBLISHES_DIRECTLY = "administrator"


class Refusal(StrEnum):
    """Why somebody may not decide on a draft now."""

    # It does not wait for this decision (any more): somebody was quicker.
    DECIDED = "decided"
    # The draft is not the one that waits: it was changed meanwhile.
    CHANGED = "changed"
    # The person is not a reviewer, or not an approver.
    ROLE = "role"
    # The person wrote on the draft.
    DRAFTED = "drafted"
    # The person decided at an earlier step.
    APPROVED_BEFORE = "approved_before"
    # Sent back without a word of why.
    NO_COMMENT = "no_comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known about a draft when somebody wants to decide on it.

    People are given by any key; the same key is the same person.
    """

    # None: it waits for nobody.
    waits_for: Step | None
    # Everybody who saved it since the edition that readers have.
    drafters: Collection[Hashable]
    # Who approved this very text at earlier steps.
    approved_by: Collection[Hashable] = field(default_factory=tuple)
    is_as_submitted: bool = True


def refusal(
    *, draft: Draft, step: Step, actor: Hashable, roles: Collection[str]
) -> Refusal | None:
    """Say why the person may not decide at this step; None if they may."""
    if draft.waits_for != step:
        return Refusal.DECIDED
    if not draft.is_as_submitted:
        return Refusal.CHANGED
    if ROLE_AT[step] not in roles:
        return Refusal.ROLE
    if actor in draft.drafters:
        return Refusal.DRAFTED
    if actor in draft.approved_by:
        return Refusal.APPROVED_BEFORE
    return None


def next_step(step: Step) -> Step | None:
    """What comes after it was passed; None: it is approved."""
    return Step.APPROVAL if step == Step.REVIEW else None


def may_publish_directly(roles: Collection[str]) -> bool:
    """Whether the person may go past the three, giving a reason."""
    return PUBLISHES_DIRECTLY in roles


def effective_day(*, wanted: date | None, approved: date) -> date:
    """The first day of the edition: the day asked for, never before its approval."""
    return approved if wanted is None else max(wanted, approved)
