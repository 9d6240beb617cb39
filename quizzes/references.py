"""What upper apps say about a question's references and about where a result leads.

Settings name their functions by dotted path: QUESTION_REFERENCES (prefix ->
function(references, language) -> {reference: Link}) and QUIZ_RETURN_LINKS
(function(quiz, person) -> list of Link).
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from people.models import User
from quizzes.models import Quiz
from quizzes.rules.links import Link


def links_for(references: Iterable[str]) -> dict[str, Link]:
    """Return the links of those references that an app knows, one call per app."""
    by_prefix: dict[str, list[str]] = {}
    for reference in dict.fromkeys(references):
        by_prefix.setdefault(reference.partition("/")[0], []).append(reference)
    links: dict[str, Link] = {}
    for prefix, path in getattr(settings, "QUESTION_REFERENCES", {}).items():
        if wanted := by_prefix.get(prefix):
            links |= import_string(path)(wanted, get_language())
    return links


def return_links(quiz: Quiz, person: User) -> list[Link]:
    """Return where to go on from this quiz; empty when no app has a say."""
    path = getattr(settings, "QUIZ_RETURN_LINKS", "")
    return import_string(path)(quiz, person) if path else []
