"""What courses says that may name company facts (settings.FACT_SOURCES)."""

from django.urls import reverse

from courses.models import (
    ChapterPage,
    CoursePage,
    EntryPage,
    QuizStep,
    ReadingStep,
    StepPage,
)
from courses.models.handbook import NumberedPage
from people.queries.fact_uses import FactText, texts_of

CONTENT = (ChapterPage, EntryPage, CoursePage, ReadingStep, QuizStep)


def fact_texts() -> list[FactText]:
    """Return every live page of the handbook and the courses: a query per kind."""
    return [
        FactText(
            about_type=model._meta.label_lower,
            about_id=page.pk,
            label=_label(page),
            url=page.address,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            texts=texts_of(page),
        )
        for model in CONTENT
        for page in model.objects.live().order_by("path")
    ]


def _label(page: ChapterPage | EntryPage | CoursePage | StepPage) -> str:
    title = page.display_title
    return f"{page.number}. {title}" if isinstance(page, NumberedPage) else title
