"""What the pages of the personal-information notice show."""

from dataclasses import dataclass
from datetime import datetime

from markdown_it import MarkdownIt

from people.models import Acknowledgement, Notice, User

# No HTML of its own: the text is typed by administrators and shown to everybody.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


TABLE = '<div class="table-scroll" tabindex="0"><table class="table">'


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """The version in force, and when the reader has read it; None: not yet."""

    notice: Notice
    read_at: datetime | None

    @property
    def html(self) -> str:
        text = _MARKDOWN.render(self.notice.display_text)
        return text.replace("<table>", TABLE).replace("</table>", "</table></div>")


def notice_page(reader: User) -> NoticePage | None:
    newest = Notice.objects.newest_first().first()
    if newest is None:
        return None
    read = Acknowledgement.objects.filter(person=reader, notice=newest)
    read_at = read.values_list("at", flat=True).first()
    return NoticePage(notice=newest, read_at=read_at)
