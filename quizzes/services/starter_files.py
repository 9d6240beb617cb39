"""Reading banks and quizzes from YAML; every problem is named by file and line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext

from quizzes.models import QuestionBank
from quizzes.models.banks import Difficulty, Level
from quizzes.models.quizzes import MultipleChoiceScoring
from quizzes.question_types.contract import SpecError
from quizzes.services import questions
from quizzes.services.questions import Content

DIFFICULTIES = {member.name.lower(): member.value for member in Difficulty}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    location: str  # file:line
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntry:
    fields: dict[str, Any]
    questions: dict[str, Content]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntry:
    location: str
    fields: dict[str, Any]
    bank: str
    rules: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizEntry:
    fields: dict[str, Any]
    sections: list[SectionEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What the files say; to be applied only without problems."""

    banks: list[BankEntry] = field(default_factory=list)
    quizzes: list[QuizEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Located(dict[str, Any]):
    """A mapping that knows where in the file it stands."""

    location: str = ""


class _Unusable(Exception):
    def __init__(self, location: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(location=location, message=message)


def parse(*, banks: Iterable[Path], quizzes: Iterable[Path]) -> Parsed:
    """Read the files and check them; nothing is written."""
    parsed = Parsed()
    for path in banks:
        _collect(parsed, path, _read_bank)
    for path in quizzes:
        _collect(parsed, path, _read_quiz)
    _check_banks(parsed)
    return parsed


def _check_banks(parsed: Parsed) -> None:
    known = {bank.fields["key"] for bank in parsed.banks}
    known |= set(QuestionBank.objects.values_list("key", flat=True))
    for quiz in parsed.quizzes:
        for section in quiz.sections:
            if section.bank not in known:
                text = gettext("There is no bank “%(bank)s”.") % {"bank": section.bank}
                parsed.problems.append(Problem(location=section.location, message=text))


def _collect(parsed: Parsed, path: Path, read: Any) -> None:
    try:
        read(parsed, _load(path))
    except _Unusable as unusable:
        parsed.problems.append(unusable.problem)


def _load(path: Path) -> Located:
    class Loader(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Located:
        loader.flatten_mapping(node)
        pairs = loader.construct_mapping(node, deep=True)
        located = Located({str(key): value for key, value in pairs.items()})
        located.location = f"{path.name}:{node.start_mark.line + 1}"
        return located

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise _Unusable(f"{path.name}:{line}", str(error).splitlines()[0]) from error
    if not isinstance(loaded, Located):
        raise _Unusable(f"{path.name}:1", gettext("The file is not a mapping."))
    return loaded


def _read_bank(parsed: Parsed, loaded: Located) -> None:
    bank = _mapping(loaded, "bank")
    fields = {name: _text(bank, name) for name in ("name_en", "description")}
    fields |= {"key": _slug(bank, "key"), "name": _text(bank, "name", required=True)}
    entry = BankEntry(fields=fields, questions={})
    parsed.banks.append(entry)
    known = {key for other in parsed.banks for key in other.questions}
    for row in _rows(loaded, "questions"):
        try:
            key = _slug(row, "key")
            if key in known:
                raise _Unusable(row.location, gettext("The key is used twice."))
            known.add(key)
            entry.questions[key] = _content(row)
        except _Unusable as unusable:
            parsed.problems.append(unusable.problem)


def _content(row: Located) -> Content:
    content = Content(
        kind=_text(row, "type", required=True),
        stem=_text(row, "stem", required=True),
        # A type reads its own words (options, answer …) and leaves the others.
        spec=dict(row),
        explanation=_text(row, "explanation"),
        difficulty=DIFFICULTIES[_choice(row, "difficulty", DIFFICULTIES)],
        level=_choice(row, "level", Level.values),
        tags=[str(tag) for tag in row.get("tags") or []],
        references=[str(reference) for reference in row.get("references") or []],
    )
    try:
        return questions.clean(content)
    except SpecError as error:
        raise _Unusable(row.location, str(error.message)) from error


def _read_quiz(parsed: Parsed, loaded: Located) -> None:
    quiz = _mapping(loaded, "quiz")
    scoring = _choice(quiz, "multiple_choice_scoring", MultipleChoiceScoring.values)
    fields = {
        "key": _slug(quiz, "key"),
        "title": _text(quiz, "title", required=True),
        "title_en": _text(quiz, "title_en"),
        "intro": _text(quiz, "intro"),
        "intro_en": _text(quiz, "intro_en"),
        "time_limit_minutes": _whole(quiz, "time_limit_minutes"),
        "pass_grade": _decimal(quiz, "pass_grade"),
        "attempts_allowed": _whole(quiz, "attempts_allowed"),
        "wait_minutes": _whole(quiz, "wait_minutes") or 0,
        "multiple_choice_scoring": scoring,
        "shuffle_options": bool(quiz.get("shuffle_options", True)),
        "is_open": bool(quiz.get("is_open", True)),
    }
    sections = [_section(row) for row in _rows(loaded, "sections")]
    parsed.quizzes.append(QuizEntry(fields=fields, sections=sections))


def _section(row: Located) -> SectionEntry:
    return SectionEntry(
        location=row.location,
        fields={
            "title": _text(row, "title", required=True),
            "title_en": _text(row, "title_en"),
        },
        bank=_slug(row, "bank"),
        rules=[_rule(rule) for rule in _rows(row, "draw")],
    )


def _rule(row: Located) -> dict[str, Any]:
    difficulty = None
    if "difficulty" in row:
        difficulty = DIFFICULTIES[_choice(row, "difficulty", DIFFICULTIES)]
    return {
        "tag": _text(row, "tag"),
        "difficulty": difficulty,
        "count": _whole(row, "count") or 1,
        "max_mark": _decimal(row, "max_mark"),
    }


def _mapping(loaded: Located, name: str) -> Located:
    value = loaded.get(name)
    if not isinstance(value, Located):
        raise _missing(loaded, name)
    return value


def _rows(loaded: Located, name: str) -> list[Located]:
    value = loaded.get(name)
    if not isinstance(value, list) or not all(isinstance(r, Located) for r in value):
        raise _missing(loaded, name)
    return value


def _text(row: Located, name: str, *, required: bool = False) -> str:
    value = str(row.get(name) or "").strip()
    if required and not value:
        raise _missing(row, name)
    return value


def _slug(row: Located, name: str) -> str:
    value = _text(row, name, required=True)
    try:
        validate_slug(value)
    except ValidationError as error:
        raise _Unusable(row.location, f"{name}: {error.messages[0]}") from error
    return value


def _choice(row: Located, name: str, known: Iterable[str]) -> str:
    value = _text(row, name, required=True)
    if value not in known:
        text = gettext("%(name)s must be one of %(known)s.")
        raise _Unusable(row.location, text % {"name": name, "known": ", ".join(known)})
    return value


def _whole(row: Located, name: str) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        text = gettext("%(name)s must be a whole number.") % {"name": name}
        raise _Unusable(row.location, text)
    return value


def _decimal(row: Located, name: str) -> Decimal:
    try:
        return Decimal(_text(row, name, required=True)).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        text = gettext("%(name)s must be a number.") % {"name": name}
        raise _Unusable(row.location, text) from error


def _missing(row: Located, name: str) -> _Unusable:
    text = gettext("%(name)s is missing.") % {"name": name}
    return _Unusable(row.location, text)
