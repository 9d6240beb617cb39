"""How an employee number is written: the same whatever keyboard typed it."""

import unicodedata

PUNCTUATION = "-_./"


def normalise(text: str) -> str:
    """Return the number half-width and in capitals: letters, digits, - _ . / only."""
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(c for c in folded if c.isalnum() or c in PUNCTUATION)
    return unicodedata.normalize("NFKC", kept)
