"""What a cell of a table says, whatever keyboard or program wrote it."""

import re
import unicodedata

# Marks that nobody sees and that come along when text is pasted.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
BLANKS = re.compile(r"\s+")
# Typed on purpose to empty a field; an empty cell leaves it as it is.
NOTHING = frozenset({"-", "--", "—", "——", "－", "无", "none"})


def plain(value: object) -> str:
    """Return the cell as text: unseen marks gone, blanks one, numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = CONTROL.sub("", UNSEEN.sub("", str(value)))
    return BLANKS.sub(" ", text).strip()


def folded(value: object) -> str:
    """Return the cell as plain text with full-width letters and digits half-width."""
    return plain(unicodedata.normalize("NFKC", plain(value)))


def key(value: object) -> str:
    """Return what names are compared by: folded, small letters, no blanks."""
    return folded(value).casefold().replace(" ", "")


def means_nothing(text: str) -> bool:
    """Whether the text stands for "take it away"."""
    return text.casefold() in NOTHING
