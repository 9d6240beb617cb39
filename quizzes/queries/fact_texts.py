"""What quizzes says that may name company facts (settings.FACT_SOURCES)."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import Truncator

from people.queries.company_facts import strings_in
from people.queries.fact_uses import FactText, texts_of
from quizzes.models import Question, Quiz

# As every token has it, however it is typed (people/rules/company_facts.py).
WORD = "fact"
# The same in full-width letters.
WIDE_WORD = "ｆａｃｔ"


def fact_texts() -> list[FactText]:
    """Return the quizzes, and the questions that could name a fact."""
    return [*_questions(), *_quizzes()]


def _questions() -> list[FactText]:
    # Banks are large and few questions name a fact: the database finds those.
    found = Q()
    for column in ("latest__stem", "latest__explanation", "_spec"):
        found |= Q(**{f"{column}__icontains": WORD})
        found |= Q(**{f"{column}__icontains": WIDE_WORD})
    rows = (
        Question.objects.active()
        .annotate(_spec=Cast("latest__spec", TextField()))
        .filter(found)
        .select_related("latest")
        .order_by("bank", "key")
    )
    return [
        FactText(
            about_type=Question._meta.label_lower,
            about_id=question.pk,
            label=Truncator(question.latest.stem).chars(60),
            url="",
            edit_url=reverse("question:edit", args=[question.pk]),
            texts=(
                question.latest.stem,
                question.latest.explanation,
                *strings_in(question.latest.spec),
            ),
        )
        for question in rows
        if question.latest is not None
    ]


def _quizzes() -> list[FactText]:
    return [
        FactText(
            about_type=Quiz._meta.label_lower,
            about_id=quiz.pk,
            label=str(quiz),
            url=reverse("quizzes:quiz", args=[quiz.pk]),
            edit_url=reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk]),
            texts=(
                *texts_of(quiz),
                *(
                    said
                    for section in quiz.sections.all()
                    for said in texts_of(section)
                ),
            ),
        )
        for quiz in Quiz.objects.prefetch_related("sections").order_by("key")
    ]
