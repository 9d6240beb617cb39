"""Codes that let somebody in once: how they look and how they may be typed."""

import unicodedata
from collections.abc import Callable, Sequence

# No two of these are taken for each other in print or by hand: no 0 O, 1 I L, 2 Z,
# 5 S, 8 B, U V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 10
VALID_DAYS = 14


def make(choice: Callable[[Sequence[str]], str]) -> str:
    """Return a new code; `choice` picks one of a sequence, unpredictably."""
    return "".join(choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """Return the code as it is printed: ACDEF-GHJKM."""
    return f"{code[:5]}-{code[5:]}"


def normalise(text: str) -> str:
    """Return the code that was typed, or "" if it cannot be one."""
    folded = unicodedata.normalize("NFKC", text).upper()
    code = "".join(c for c in folded if not c.isspace() and c not in "-–—_.")
    is_code = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return code if is_code else ""
