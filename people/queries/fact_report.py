"""What the page of company facts shows: which are empty, who fills them, where each is
used, and what must be looked at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from people.models import CompanyFact, CompanyFactValue, Post, ReviewMark
from people.models.company_facts import CompanyFactQuerySet
from people.queries.fact_uses import FactText, FactUse, uses

EMPTY, PLANNED, FILLED = "empty", "planned", "filled"
STATES: dict[str, Promise] = {
    EMPTY: pgettext_lazy("company fact", "Empty"),
    PLANNED: pgettext_lazy("company fact", "Change planned"),
    FILLED: pgettext_lazy("company fact", "Filled"),
}
TONES = {EMPTY: "warn", PLANNED: "info", FILLED: "ok"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader wants to see; empty asks nothing."""

    text: str = ""
    state: str = ""
    kind: str = ""
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """A text to be looked at, because a fact that it names has changed."""

    mark: ReviewMark
    # None: it was taken down, or no longer names the fact.
    text: FactText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact with all there is to know about it."""

    fact: CompanyFact
    current: CompanyFactValue | None
    # The next one to come, if any.
    planned: CompanyFactValue | None
    uses: list[FactText]
    marks: list[MarkLine]

    @property
    def state(self) -> str:
        if self.planned is not None:
            return PLANNED
        return EMPTY if self.current is None else FILLED

    @property
    def is_empty(self) -> bool:
        """Texts show that it is not laid down, whatever is planned."""
        return self.current is None

    @property
    def state_label(self) -> Promise:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def owner_in_words(self) -> str:
        """Who must fill it; empty: nobody was named."""
        if self.fact.owner_post is not None:
            return self.fact.owner_post.display_name
        return self.fact.owner.name if self.fact.owner is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownKey:
    """A key that texts name and nobody has defined: mostly a typing error."""

    key: str
    texts: list[FactText]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReport:
    lines: list[FactLine]
    # Of all facts the reader may see, whatever was asked for.
    counts: Mapping[str, int]
    unknown: list[UnknownKey] = field(default_factory=list)
    marks: list[MarkLine] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def states(self) -> list[tuple[str, Promise, int]]:
        return [(code, label, self.counts[code]) for code, label in STATES.items()]


def report(facts: CompanyFactQuerySet, asked: Asked, *, today: date) -> FactReport:
    """Return the report about these facts: one query each for facts, values and marks,
    and those that the sources of texts need."""
    named = uses()
    lines = _lines(facts, named, today=today)
    known = set(CompanyFact.objects.values_list("key", flat=True))
    return FactReport(
        lines=sorted(
            (line for line in lines if _is_asked_for(line, asked)),
            # What is missing comes first.
            key=lambda line: not line.is_empty,
        ),
        counts=Counter(line.state for line in lines),
        unknown=_unknown(named, known),
        marks=sorted(
            (mark for line in lines for mark in line.marks),
            key=lambda line: line.mark.pk,
        ),
    )


def fact_line(fact: CompanyFact, *, today: date) -> FactLine:
    [line] = _lines(CompanyFact.objects.filter(pk=fact.pk), uses(), today=today)
    return line


def history(fact: CompanyFact) -> list[CompanyFactValue]:
    """Every value it ever had, in the order in which they hold, the newest first."""
    values = fact.values.select_related("set_by", "fact").in_force_first()
    return list(values)


def open_marks(about_type: str, about_id: int) -> list[ReviewMark]:
    """What has changed under a text since somebody looked at it."""
    marks = ReviewMark.objects.open().about(about_type, about_id)
    return list(marks.select_related("value__fact").order_by("pk"))


def _lines(
    facts: CompanyFactQuerySet, named: Iterable[FactUse], *, today: date
) -> list[FactLine]:
    by_key: dict[str, list[FactText]] = defaultdict(list)
    by_about: dict[tuple[str, int], FactText] = {}
    for use in named:
        by_about[use.text.about] = use.text
        for key in use.keys:
            by_key[key].append(use.text)
    marks: dict[int, list[MarkLine]] = defaultdict(list)
    for mark in ReviewMark.objects.open().select_related("value__fact").order_by("pk"):
        text = by_about.get((mark.about_type, mark.about_id))
        marks[mark.value.fact_id].append(MarkLine(mark=mark, text=text))
    values = CompanyFactValue.objects.select_related("fact").in_force_first()
    rows = facts.select_related("owner_post", "owner").prefetch_related(
        Prefetch("values", queryset=values)
    )
    return [
        _line(fact, by_key[fact.key], marks[fact.pk], today=today)
        for fact in rows.order_by("name", "pk")
    ]


def _line(
    fact: CompanyFact, uses: list[FactText], marks: list[MarkLine], *, today: date
) -> FactLine:
    values = list(fact.values.all())
    return FactLine(
        fact=fact,
        current=next((v for v in values if v.valid_from <= today), None),
        planned=next((v for v in reversed(values) if v.valid_from > today), None),
        uses=uses,
        marks=marks,
    )


def _is_asked_for(line: FactLine, asked: Asked) -> bool:
    words = f"{line.fact.key} {line.fact.name} {line.fact.name_en}".casefold()
    return (
        asked.text.strip().casefold() in words
        and asked.state in {"", line.state}
        and asked.kind in {"", line.fact.kind}
        and (asked.post is None or line.fact.owner_post_id == asked.post.pk)
    )


def _unknown(named: Iterable[FactUse], known: set[str]) -> list[UnknownKey]:
    found: dict[str, list[FactText]] = defaultdict(list)
    for use in named:
        for key in use.keys:
            if key not in known:
                found[key].append(use.text)
    return [UnknownKey(key=key, texts=texts) for key, texts in sorted(found.items())]
