"""What starter files hold once they are read."""

from dataclasses import dataclass
from typing import Any

from courses.starter_files.reading import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFile:
    number: int
    title: str
    title_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFile:
    number: int
    chapter: int
    is_live: bool
    title: str
    title_en: str
    answer: str
    answer_en: str
    related: list[int]
    # As a StreamField stores it.
    body: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFile:
    # Exactly one of the two.
    entry: int | None
    quiz: str | None
    title: str
    title_en: str
    minutes: int
    required: bool

    @property
    def slug(self) -> str:
        return f"quiz-{self.quiz}" if self.quiz else f"read-{self.entry}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFile:
    slug: str
    is_live: bool
    title: str
    title_en: str
    summary: str
    summary_en: str
    minutes: int
    awards_certificate: bool
    certificate_title: str
    certificate_title_en: str
    validity_months: int | None
    steps: list[StepFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Everything the files say. With problems, nothing of it may be loaded."""

    chapters: list[ChapterFile]
    entries: list[EntryFile]
    courses: list[CourseFile]
    problems: list[Problem]
