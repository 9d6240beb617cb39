"""What the pages of the personal-information notice show."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from people.models import Acknowledgement, Notice, User
from people.models.organisation import in_reader_language
from people.queries.company_facts import marked_html
from people.queries.fact_uses import FactText, texts_of
from people.rules.company_facts import CHINESE, ENGLISH

# No HTML of its own: the text is typed by administrators and shown to everybody.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


TABLE = '<div class="table-scroll" tabindex="0"><table class="table">'


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """The version in force, and when the reader has read it; None: not yet."""

    notice: Notice
    read_at: datetime | None

    @property
    def html(self) -> SafeString:
        text = _MARKDOWN.render(self.notice.display_text)
        text = text.replace("<table>", TABLE).replace("</table>", "</table></div>")
        return marked_html(text, in_reader_language(CHINESE, ENGLISH))


def notice_page(reader: User) -> NoticePage | None:
    newest = Notice.objects.newest_first().first()
    if newest is None:
        return None
    read = Acknowledgement.objects.filter(person=reader, notice=newest)
    read_at = read.values_list("at", flat=True).first()
    return NoticePage(notice=newest, read_at=read_at)


def fact_texts() -> list[FactText]:
    """Return the notice in force (settings.FACT_SOURCES)."""
    newest = Notice.objects.newest_first().first()
    if newest is None:
        return []
    return [
        FactText(
            about_type=Notice._meta.label_lower,
            about_id=newest.pk,
            label=_("Personal-information notice, version %(version)s")
            % {"version": newest.version},
            url=reverse("account_notice"),
            edit_url=reverse("publish_notice"),
            texts=texts_of(newest),
        )
    ]
