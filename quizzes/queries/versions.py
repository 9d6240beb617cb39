"""The versions of a question, each beside the one before."""

from dataclasses import dataclass
from difflib import ndiff

from django.utils.translation import gettext

from people.rules.editorial import Step
from quizzes.models import Decision, Proposal, Question, QuestionVersion
from quizzes.question_types.registry import QUESTION_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    is_new: bool
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    version: QuestionVersion
    lines: list[Line]
    # None: the system brought it, and nobody had to decide.
    proposal: Proposal | None
    decisions: list[Decision]
    is_drawn: bool
    # The last one that was written; another decision is still possible.
    is_newest: bool

    @property
    def waits_for(self) -> Step | None:
        """The step this version waits for; None: it is decided on or out of date."""
        steps = {decision.step for decision in self.decisions}
        is_back = any(not decision.is_passed for decision in self.decisions)
        is_through = bool(steps & {Step.APPROVAL.value, Decision.DIRECT})
        if self.proposal is None or not self.is_newest or is_back or is_through:
            return None
        return Step.APPROVAL if Step.REVIEW.value in steps else Step.REVIEW


def version_history(question: Question) -> list[VersionEntry]:
    """Every version, newest first, with what changed against the previous one and
    who let it pass."""
    versions = list(
        question.versions.select_related("created_by", "proposal")
        .prefetch_related("proposal__decisions__by")
        .order_by("number")
    )
    entries, before = [], None
    for version in versions:
        lines = _lines(version)
        entries.append(
            VersionEntry(
                version=version,
                lines=_compared(before or lines, lines),
                proposal=(proposal := getattr(version, "proposal", None)),
                decisions=sorted(
                    proposal.decisions.all() if proposal else [],
                    key=lambda decision: decision.pk,
                ),
                is_drawn=version.pk == question.latest_id,
                is_newest=version.pk == question.newest_id,
            )
        )
        before = lines
    return entries[::-1]


def _lines(version: QuestionVersion) -> list[str]:
    kind = QUESTION_TYPES[version.kind]
    return [
        *version.stem.splitlines(),
        *kind.spec_in_words(version.spec),
        *_labelled(gettext("Explanation"), version.explanation),
        *_labelled(gettext("Difficulty"), version.get_difficulty_display()),
        *_labelled(gettext("Level"), version.get_level_display()),
        *_labelled(gettext("Tags"), ", ".join(version.tags)),
        *_labelled(gettext("References"), ", ".join(version.references)),
    ]


def _labelled(label: str, text: str) -> list[str]:
    return [f"{label}: {text}"] if text else []


def _compared(before: list[str], after: list[str]) -> list[Line]:
    return [
        Line(text=line[2:], is_new=line[0] == "+", is_gone=line[0] == "-")
        for line in ndiff(before, after)
        if line[0] != "?"
    ]
