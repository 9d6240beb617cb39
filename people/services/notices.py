"""The personal-information notice: publishing a version, having read one."""

from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from people import audit
from people.models import Acknowledgement, Notice, User

STARTER = Path(__file__).resolve().parents[1] / "starter"


class NothingNew(Exception):
    """The text is that of the version in force; nothing has been published."""


@transaction.atomic
def publish(*, text_zh: str, text_en: str, by: User | None, now: datetime) -> Notice:
    """Publish the next version; from now on everybody is asked to read it once.

    :raises NothingNew: if the text is the one that is in force
    """
    newest = Notice.objects.newest_first().first()
    text_zh, text_en = _tidy(text_zh), _tidy(text_en)
    if newest and (newest.text_zh, newest.text_en) == (text_zh, text_en):
        raise NothingNew
    notice = Notice.objects.create(
        version=newest.version + 1 if newest else 1,
        text_zh=text_zh,
        text_en=text_en,
        published_at=now,
        published_by=by,
    )
    audit.record(
        action="notice.published",
        actor=by,
        now=now,
        about=notice,
        after={"version": notice.version},
    )
    return notice


def publish_starter(*, now: datetime) -> bool:
    """Publish the text the academy comes with, where there is none; say whether."""
    if Notice.objects.exists():
        return False
    texts = [
        (STARTER / f"notice.{language}.md").read_text(encoding="utf-8")
        for language in ("zh", "en")
    ]
    publish(text_zh=texts[0], text_en=texts[1], by=None, now=now)
    return True


def acknowledge(*, person: User, notice: Notice, now: datetime) -> Acknowledgement:
    """Write down that the person has read this version; twice is the same as once."""
    try:
        with transaction.atomic():
            read = Acknowledgement.objects.create(person=person, notice=notice, at=now)
            audit.record(
                action="notice.acknowledged",
                actor=person,
                now=now,
                person=person,
                about=notice,
                after={"version": notice.version},
            )
            return read
    except IntegrityError:
        return Acknowledgement.objects.get(person=person, notice=notice)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip() + "\n"
