"""Words for codes that are named only when all apps are there."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils.functional import Promise

from people.actions import name_of, names
from people.jobs.registry import UnknownKind, handler_for


class ActionWords(Mapping[str, str]):
    """Code of an action -> its name."""

    def __getitem__(self, code: str) -> str:
        return name_of(code)

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(names())


class JobWords(Mapping[str, "str | Promise"]):
    """Kind of a job -> its title."""

    def __getitem__(self, kind: str) -> "str | Promise":
        try:
            return handler_for(kind).title
        except UnknownKind:
            return kind

    def __iter__(self) -> Iterator[str]:
        return iter(settings.JOB_HANDLERS)

    def __len__(self) -> int:
        return len(settings.JOB_HANDLERS)
