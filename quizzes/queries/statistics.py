"""How the questions of a quiz fare: the database counts, the rule judges."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from people.queries import company_facts
from people.rules.company_facts import CHINESE
from quizzes.models import Attempt, Marking, QuestionVersion, Quiz
from quizzes.question_types.contract import QuestionType, Spec
from quizzes.question_types.registry import QUESTION_TYPES
from quizzes.rules.grading import Outcome
from quizzes.rules.statistics import Counts, ItemStatistics, item_statistics


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStatistics:
    """One version of a question, as it did in one quiz."""

    version: QuestionVersion
    kind: QuestionType
    statistics: ItemStatistics

    @property
    def facility_percent(self) -> Decimal | None:
        facility = self.statistics.facility
        return None if facility is None else 100 * facility


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSummary:
    """A quiz in the list of quizzes, with its attempts in numbers."""

    quiz: Quiz
    submitted: int
    people: int
    passed_first: int
    graded_first: int


def quiz_statistics(quiz: Quiz) -> list[VersionStatistics]:
    """Return the statistics of every version asked in first attempts, hardest first.

    Items that still wait for a person are left out.
    """
    counts = _counts(quiz)
    chosen = _chosen(quiz)
    versions = QuestionVersion.objects.filter(pk__in=counts).select_related("question")
    found = []
    for version in versions:
        kind = QUESTION_TYPES[version.kind]
        tally: Counter[str] = Counter()
        for answer, n in chosen[version.pk]:
            for key in kind.chosen(answer):
                tally[key] += n
        found.append(
            VersionStatistics(
                version=version,
                kind=kind,
                statistics=item_statistics(
                    counts[version.pk],
                    options=kind.options(_with_facts(version)),
                    chosen=tally,
                ),
            )
        )
    return sorted(found, key=lambda row: (row.statistics.facility, row.version.pk))


def quiz_summaries() -> list[QuizSummary]:
    """Every quiz with its numbers, the open ones first."""
    first = Q(attempts__number=1, attempts__grade__isnull=False)
    quizzes = Quiz.objects.annotate(
        submitted=Count("attempts", filter=Q(attempts__submitted_at__isnull=False)),
        people=Count("attempts__person", distinct=True),
        graded_first=Count("attempts", filter=first),
        passed_first=Count("attempts", filter=first & Q(attempts__passed=True)),
    )
    return [
        QuizSummary(
            quiz=quiz,
            submitted=quiz.submitted,
            people=quiz.people,
            passed_first=quiz.passed_first,
            graded_first=quiz.graded_first,
        )
        for quiz in quizzes.order_by("-is_open", "title", "pk")
    ]


def _with_facts(version: QuestionVersion) -> Spec:
    """What the version says, with today's values of the company facts it names."""
    today = company_facts.today()
    return company_facts.freeze(version.spec, CHINESE, on=today)[0]


def _newest_markings(quiz: Quiz) -> QuerySet[Marking]:
    first = Attempt.objects.first_ones().submitted().filter(quiz=quiz)
    return (
        Marking.objects.newest()
        .filter(item__attempt__in=first)
        .exclude(outcome=Outcome.WAITING)
    )


def _counts(quiz: Quiz) -> dict[int, Counts]:
    places: DecimalField = DecimalField(max_digits=20, decimal_places=6)
    rows = (
        _newest_markings(quiz)
        .order_by()
        .values("item__version")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=~Q(outcome=Outcome.UNANSWERED)),
            right=Count("pk", filter=Q(outcome=Outcome.RIGHT)),
            fraction_sum=Coalesce(Sum("fraction"), Value(0), output_field=places),
        )
    )
    return {
        row["item__version"]: Counts(
            asked=row["asked"],
            answered=row["answered"],
            right=row["right"],
            fraction_sum=row["fraction_sum"],
        )
        for row in rows
    }


def _chosen(quiz: Quiz) -> dict[int, list[tuple[object, int]]]:
    """How often each whole answer was given: few rows, however many people."""
    rows = (
        _newest_markings(quiz)
        .exclude(response=None)
        .order_by()
        .values_list("item__version", "response__answer")
        .annotate(n=Count("pk"))
    )
    chosen: defaultdict[int, list[tuple[object, int]]] = defaultdict(list)
    for version, answer, n in rows:
        chosen[version].append((answer, n))
    return chosen
