"""Who may open which quiz, attempt and item. What one may not open is not there."""

from typing import TypeVar

from django.http import Http404

from people.access import may_see
from people.models import User
from people.prepared import Prepared
from quizzes.models import Attempt, Item, Quiz

Thing = TypeVar("Thing")
_quiz = Prepared(lambda quiz: Quiz.objects.filter(pk=quiz))
_own_attempt = Prepared(
    lambda person, attempt: Attempt.objects.filter(
        pk=attempt, person=person
    ).select_related("quiz")
)
_own_item = Prepared(
    lambda person, item: (
        Item.objects.filter(pk=item, attempt__person=person)
        .select_related("attempt")
        .defer("attempt__rules")
    )
)
_attempt = Prepared(
    lambda attempt: Attempt.objects.filter(pk=attempt).select_related("quiz", "person")
)


def quiz_or_404(pk: int) -> Quiz:
    """Return a quiz; its introduction is open to everybody who is signed in."""
    return _first_or_404(_quiz(quiz=pk))


def own_attempt_or_404(person: User, pk: int) -> Attempt:
    """Return the person's own attempt; nobody else can sit it or look on."""
    attempt = _first_or_404(_own_attempt(person=person.pk, attempt=pk))
    # At hand; asking the database for them again would be waste.
    attempt.person = person
    return attempt


def own_item_or_404(person: User, pk: int) -> Item:
    return _first_or_404(_own_item(person=person.pk, item=pk))


def attempt_or_404(viewer: User, pk: int) -> Attempt:
    """Return the viewer's own attempt, or a submitted one of somebody whose results
    the viewer may see."""
    attempt = _first_or_404(_attempt(attempt=pk))
    if attempt.person_id == viewer.pk:
        return attempt
    if attempt.is_open or not may_see(viewer, attempt.person):
        raise Http404
    return attempt


def _first_or_404(found: list[Thing]) -> Thing:
    if not found:
        raise Http404
    return found[0]
