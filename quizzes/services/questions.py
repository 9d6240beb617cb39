"""Writing questions: a change is a new version, the old ones stay."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people import audit
from people.models import User
from people.queries import company_facts
from people.rules.content_hashes import content_hash
from people.services.company_facts import clear_revised
from quizzes.models import Item, Proposal, Question, QuestionBank, QuestionVersion
from quizzes.question_types.contract import Spec, SpecError
from quizzes.question_types.registry import QUESTION_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a version says."""

    kind: str
    stem: str
    spec: Spec
    explanation: str = ""
    difficulty: int
    level: str
    tags: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What its writer says of a version."""

    summary: str = ""
    is_minor: bool = False
    # None: from its approval on.
    effective_on: date | None = None


def clean(content: Content) -> Content:
    """Return the content in its one normal form.

    :raises SpecError: when it cannot be asked or marked
    """
    kind = QUESTION_TYPES.get(content.kind)
    if kind is None:
        raise SpecError(_("This type of question is not known."))
    stem = content.stem.strip()
    if not stem:
        raise SpecError(_("The question has no text."))
    said = [stem, content.explanation, *company_facts.strings_in(content.spec)]
    if unknown := company_facts.unknown_keys(said):
        raise SpecError(company_facts.unknown_keys_in_words(unknown))
    return Content(
        kind=content.kind,
        stem=stem,
        spec=kind.clean_spec(content.spec),
        explanation=content.explanation.strip(),
        difficulty=content.difficulty,
        level=content.level,
        tags=_distinct(content.tags),
        references=_distinct(content.references),
    )


def content_of(version: QuestionVersion) -> Content:
    return Content(
        kind=version.kind,
        stem=version.stem,
        spec=version.spec,
        explanation=version.explanation,
        difficulty=version.difficulty,
        level=version.level,
        tags=version.tags,
        references=version.references,
    )


@transaction.atomic
def create(
    *,
    bank: QuestionBank,
    key: str,
    content: Content,
    actor: User | None,
    now: datetime,
    is_active: bool = True,
    change: Change | None = None,
) -> Question:
    """Put a new question into the bank, with its first version.

    A person's waits for its review; what the system brings is drawn at once.

    :raises SpecError: when it cannot be asked or marked; nothing is saved
    """
    content = clean(content)
    question = Question.objects.create(bank=bank, key=key, is_active=is_active)
    _add_version(
        question, number=1, content=content, actor=actor, now=now, change=change
    )
    audit.record(
        action="question.created",
        actor=actor,
        now=now,
        about=question,
        after=asdict(content),
    )
    return question


@transaction.atomic
def revise(
    *,
    question: Question,
    content: Content,
    actor: User | None,
    now: datetime,
    change: Change | None = None,
) -> QuestionVersion:
    """Add a version; unchanged content adds none.

    A person's waits for its review, in the place of an earlier draft; what the system
    brings is drawn at once. Attempts that are running keep the version they have
    frozen.

    :raises SpecError: when it cannot be asked or marked; nothing is saved
    """
    content = clean(content)
    # Two editors at once: the second waits here and gets the next number.
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    latest = locked.newest or locked.latest
    if latest is not None and content_of(latest) == content:
        return latest
    version = _add_version(
        question,
        number=latest.number + 1 if latest else 1,
        content=content,
        actor=actor,
        now=now,
        change=change,
    )
    audit.record(
        action="question.revised",
        actor=actor,
        now=now,
        about=question,
        before=asdict(content_of(latest)) if latest else None,
        after=asdict(content),
    )
    clear_revised(
        about_type=Question._meta.label_lower, about_id=question.pk, by=actor, now=now
    )
    return version


@transaction.atomic
def place(
    *,
    question: Question,
    bank: QuestionBank,
    is_active: bool,
    actor: User,
    now: datetime,
) -> None:
    """Put the question into a bank, and let it be drawn or not."""
    saved = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    before = {"bank": saved.bank_id, "is_active": saved.is_active}
    after = {"bank": bank.pk, "is_active": is_active}
    if before == after:
        return
    question.bank, question.is_active = bank, is_active
    question.save(update_fields=["bank", "is_active"])
    audit.record(
        action="question.placed",
        actor=actor,
        now=now,
        about=question,
        before=before,
        after=after,
    )


def new_key(bank: QuestionBank) -> str:
    """Return a key for a question that an editor starts; never shown to learners."""
    return f"{bank.key}-{secrets.token_hex(5)}"


def recount_draws() -> None:
    """Set every question's times_drawn again from the items there are."""
    drawn = (
        Item.objects.filter(version__question=OuterRef("pk"))
        .order_by()
        .values("version__question")
        .annotate(n=Count("pk"))
        .values("n")
    )
    Question.objects.update(times_drawn=Coalesce(Subquery(drawn), 0))


def _add_version(
    question: Question,
    *,
    number: int,
    content: Content,
    actor: User | None,
    now: datetime,
    change: Change | None,
) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question,
        number=number,
        created_at=now,
        created_by=actor,
        **_fields(content),
    )
    question.newest = version
    if actor is None:
        question.latest = version
    else:
        Proposal.objects.create(
            version=version,
            content_hash=content_hash(asdict(content)),
            **asdict(change or Change()),
        )
    question.save(update_fields=["newest", "latest"])
    return version


def _fields(content: Content) -> dict[str, Any]:
    return asdict(content)


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(text for value in values if (text := value.strip())))
