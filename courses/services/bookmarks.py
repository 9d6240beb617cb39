"""Keeping entries at hand."""

from datetime import datetime

from courses.models import Bookmark, EntryPage
from people.models import User


def toggle(*, person: User, entry: EntryPage, now: datetime) -> bool:
    """Put the bookmark in or take it out; return whether it is in now."""
    removed, _ = Bookmark.objects.filter(person=person, entry=entry).delete()
    if removed:
        return False
    Bookmark.objects.get_or_create(
        person=person, entry=entry, defaults={"created_at": now}
    )
    return True
