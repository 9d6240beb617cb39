from courses.models.certificates import Certificate, Revocation
from courses.models.courses import (
    CourseIndexPage,
    CoursePage,
    QuizStep,
    ReadingStep,
    StepPage,
)
from courses.models.drafts import EditorialPage, editorial_models
from courses.models.editions import Edition
from courses.models.editorial import DirectPublication, EditorialTask
from courses.models.enrolments import Enrolment
from courses.models.handbook import (
    ChapterPage,
    EntryPage,
    HandbookIndexPage,
    RelatedEntry,
)
from courses.models.pages import HomePage
from courses.models.progress import StepEvent
from courses.models.readings import Bookmark, Reading
from courses.models.starter import StarterPage

__all__ = [
    "Bookmark",
    "Certificate",
    "ChapterPage",
    "CourseIndexPage",
    "CoursePage",
    "DirectPublication",
    "Edition",
    "EditorialPage",
    "EditorialTask",
    "Enrolment",
    "EntryPage",
    "HandbookIndexPage",
    "HomePage",
    "QuizStep",
    "Reading",
    "ReadingStep",
    "RelatedEntry",
    "Revocation",
    "StarterPage",
    "StepEvent",
    "StepPage",
    "editorial_models",
]
