"""What a company fact may be, how it is typed, stored and shown, and where a text
names one. In words: docs/rules/company_facts.md.

A text names a fact by a token, `[[fact:claim-deadline]]`. The value is shown in the
language of the text that holds the token, never in that of the reader's menus.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

CHINESE, ENGLISH = "zh", "en"
LONGEST = 400
# Beyond a million million nothing a company lays down is meant seriously.
LARGEST = Decimal(10**12)
LARGEST_PERCENTAGE = Decimal(1000)
YEARS = range(1990, 2201)
NOT_LAID_DOWN = {CHINESE: "以公司规定为准", ENGLISH: "as laid down by the company"}

_SPACE = r"(?:\s|&nbsp;)*"
_OPEN, _CLOSE = r"[\[［【]", r"[\]］】]"
# The key may be typed carelessly; _key() makes it the one that is stored.
_TOKEN = re.compile(
    rf"(?P<escaped>\\)?{_OPEN}{_SPACE}{_OPEN}{_SPACE}fact{_SPACE}[:：]{_SPACE}"
    rf"(?P<key>[^\[\]［］【】<>&\n]{{1,80}}?){_SPACE}{_CLOSE}{_SPACE}{_CLOSE}",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[\[\]［］【】]")
_TAG = re.compile(r"(<[^>]*>)")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,24}(?:(?:转| ?ext\.? ?)[0-9]{1,6})?", re.I)
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")
# Split in two, it reads as the token does but is none: for showing how one is typed.
_WORD_JOINER = "\u2060"


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    PERCENTAGE = "percentage"
    PHONE = "phone"
    DATE = "date"
    LINK = "link"


class Wrong(StrEnum):
    """Why something typed is no value of its kind."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BRACKETS = "brackets"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    TOO_PRECISE = "too_precise"
    TOO_LARGE = "too_large"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_DATE = "not_a_date"
    NOT_A_LINK = "not_a_link"


class Unreadable(ValueError):
    """What was typed is no value of this kind; `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def is_key(text: str) -> bool:
    """Whether a fact may have this key: small letters, digits, single hyphens."""
    return len(text) <= 60 and _KEY.fullmatch(text) is not None


def keys_in(text: str) -> list[str]:
    """Return the keys a text names, each once, in the order of the text."""
    found = (_key(m["key"]) for m in _TOKEN.finditer(text) if not m["escaped"])
    return list(dict.fromkeys(found))


def substitute(text: str, value_of: Callable[[str], str]) -> str:
    """Return plain text with every token replaced; none is left in what returns.

    `value_of` gets a key and returns the words to show, without square brackets.
    """
    # Replacing one may put two others' brackets side by side. Each round takes a pair
    # of brackets out of the text and brings in none, so it ends.
    while (after := _TOKEN.sub(_replacing(value_of), text)) != text:
        text = after
    return text


def substitute_in_html(
    html: str, plain: Callable[[str], str], marked: Callable[[str], str]
) -> str:
    """Return HTML with every token replaced: in text by `marked`, inside a tag, and so
    in an attribute, by `plain`. Both return HTML that is safe where it goes."""
    parts = _TAG.split(html)
    # Splitting by a group alternates: text, tag, text, ...
    return "".join(
        _TOKEN.sub(_replacing(plain if place % 2 else marked), part)
        for place, part in enumerate(parts)
    )


def read(kind: Kind, typed: str, units: tuple[str, ...] = ()) -> str:
    """Return the stored form of what somebody typed.

    Widths, thousands separators, currency signs and the fact's own unit are taken as
    they come.

    :raises Unreadable: when it is no value of this kind
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if kind is Kind.TEXT:
        # Chinese punctuation is full-width on purpose: only blanks are made even.
        text = " ".join(typed.split())
    if not text:
        raise Unreadable(Wrong.EMPTY)
    if len(text) > LONGEST:
        raise Unreadable(Wrong.TOO_LONG)
    if _BRACKETS.search(text):
        raise Unreadable(Wrong.BRACKETS)
    return _READERS[kind](text, units)


def show(
    kind: Kind, stored: str, *, unit: str = "", unit_en: str = "", language: str
) -> str:
    """Return a stored value in the words of a language; what cannot be read as its
    kind is shown as it is stored."""
    english = language == ENGLISH
    if kind is Kind.DATE:
        return _shown_date(stored, english=english)
    if kind not in {Kind.MONEY, Kind.NUMBER, Kind.DURATION, Kind.PERCENTAGE}:
        return stored
    try:
        number = Decimal(stored)
        shown = f"{number:,f}"
    except (InvalidOperation, ValueError):
        return stored
    if kind is Kind.PERCENTAGE:
        return f"{shown}%"
    if kind is Kind.MONEY:
        return f"¥{shown}" if english else f"{shown} 元"
    words = (unit_en or unit) if english else unit
    if english and number == 1 and words == unit_en:
        words = words.removesuffix("s")
    return f"{shown} {words}".strip()


def _key(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed).casefold().strip()
    return re.sub(r"[\s_]+", "-", folded)


def _replacing(value_of: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if match["escaped"]:
            token = match[0][1:]
            return token[0] + _WORD_JOINER + token[1:]
        return value_of(_key(match["key"]))

    return replace


def _read_number(text: str, units: tuple[str, ...]) -> Decimal:
    for unit in sorted(filter(None, units), key=len, reverse=True):
        text = text.removesuffix(unit).strip()
    if re.match(r"[-−–－]", text):
        raise Unreadable(Wrong.NEGATIVE)
    if not _NUMBER.fullmatch(text):
        raise Unreadable(Wrong.NOT_A_NUMBER)
    number = Decimal(text.replace(",", ""))
    if number > LARGEST:
        raise Unreadable(Wrong.TOO_LARGE)
    return number


def _plain(number: Decimal) -> str:
    """Without zeros that say nothing: 2.50 is 2.5, and 100 stays 100."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _whole(text: str, units: tuple[str, ...]) -> str:
    number = _read_number(text, units)
    if number != number.to_integral_value():
        raise Unreadable(Wrong.NOT_WHOLE)
    return f"{number.to_integral_value():f}"


def _with_places(text: str, units: tuple[str, ...], places: int) -> str:
    number = _read_number(text, units)
    if number != round(number, places):
        raise Unreadable(Wrong.TOO_PRECISE)
    return _plain(number)


def _money(text: str, units: tuple[str, ...]) -> str:
    text = re.sub(r"^(?:¥|CNY|RMB|人民币)\s*", "", text, flags=re.IGNORECASE)
    stored = _with_places(text, (*units, "元", "圆", "yuan"), 2)
    # Half a yuan is 0.50, as on a receipt.
    return f"{Decimal(stored):.2f}" if "." in stored else stored


def _duration(text: str, units: tuple[str, ...]) -> str:
    return _with_places(text, units, 1)


def _percentage(text: str, units: tuple[str, ...]) -> str:
    stored = _with_places(text, (*units, "%"), 2)
    if Decimal(stored) > LARGEST_PERCENTAGE:
        raise Unreadable(Wrong.TOO_LARGE)
    return stored


def _phone(text: str, _units: tuple[str, ...]) -> str:
    text = re.sub(r"[‐-―−]", "-", text)
    if not _PHONE.fullmatch(text):
        raise Unreadable(Wrong.NOT_A_PHONE)
    return text


def _date(text: str, _units: tuple[str, ...]) -> str:
    match = _DATE.fullmatch(text.replace(" ", ""))
    if not match or int(match[1]) not in YEARS:
        raise Unreadable(Wrong.NOT_A_DATE)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        raise Unreadable(Wrong.NOT_A_DATE) from None


def _link(text: str, _units: tuple[str, ...]) -> str:
    if not _LINK.fullmatch(text):
        raise Unreadable(Wrong.NOT_A_LINK)
    return text


def _text(text: str, _units: tuple[str, ...]) -> str:
    return text


_READERS: dict[Kind, Callable[[str, tuple[str, ...]], str]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _whole,
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.PERCENTAGE: _percentage,
    Kind.PHONE: _phone,
    Kind.DATE: _date,
    Kind.LINK: _link,
}


def _shown_date(stored: str, *, english: bool) -> str:
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return stored
    if english:
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
