"""Reading the starter files: what they say, and where they are wrong."""

from courses.starter_files.contents import (
    ChapterFile,
    CourseFile,
    EntryFile,
    Parsed,
    StepFile,
)
from courses.starter_files.parse import FOLDER, parse
from courses.starter_files.reading import Problem

__all__ = [
    "FOLDER",
    "ChapterFile",
    "CourseFile",
    "EntryFile",
    "Parsed",
    "Problem",
    "StepFile",
    "parse",
]
