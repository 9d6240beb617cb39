"""Whether somebody's confirmation of an entry covers what readers have today.

Revisions are numbered in the order they are written, so a later edition has the
greater revision.
"""


def asks_again(*, number: int, is_minor: bool) -> bool:
    """Whether the edition asks those who confirmed an earlier one."""
    return number == 1 or not is_minor


def still_counts(*, confirmed: int | None, asked: int | None) -> bool:
    """Whether confirming this revision is enough.

    confirmed: the newest revision the person confirmed, 0 for one from before
    revisions were kept, None if they never did. asked: the revision of the newest
    edition that asks again, None before there are editions.
    """
    return confirmed is not None and asked is not None and confirmed >= asked
