"""How a Chinese telephone number is written down: digits, one form per number."""

import re

from people.rules.cells import folded

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:-(\d{1,6}))?")
COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$))")
FILLERS = re.compile(r"[ ()\u2010-\u2015·.]")
EXTENSION = re.compile(r"(?:转|分机|ext|x|#)", re.IGNORECASE)


def normalise(value: object) -> str | None:
    """Return 13800138000 or 010-62345678[-801], or None if it is neither.

    Blanks, brackets and dashes between the digits do not matter, nor does +86.
    """
    text = EXTENSION.sub("-", FILLERS.sub("", folded(value)))
    text = COUNTRY.sub("", text).lstrip("-")
    bare = text.replace("-", "")
    if MOBILE.fullmatch(bare):
        return bare
    if not text.startswith("0"):
        # +86 10 …: abroad the zero of the area code is left out.
        text = f"0{text}" if folded(value).startswith(("+86", "0086")) else text
    match = LANDLINE.fullmatch(text)
    if match is None:
        return None
    area, number, extension = match.groups()
    return f"{area}-{number}" + (f"-{extension}" if extension else "")
