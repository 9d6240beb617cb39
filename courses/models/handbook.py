"""The handbook: chapters and entries. Each entry answers one question."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from courses.blocks import BodyBlock
from courses.models.drafts import EDITORIAL_PANELS, EditorialPage
from courses.models.pages import FACT_HELP, NamesFactsMixin, ShortAddressMixin
from courses.rules import reading_time
from people.models.organisation import in_reader_language
from people.queries import company_facts
from people.rules.company_facts import CHINESE


class HandbookIndexPage(ShortAddressMixin, Page):
    """The handbook as a whole; its page is a view."""

    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar = ["courses.ChapterPage"]
    max_count = 1
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = _("handbook")

    @property
    def address(self) -> str:
        return reverse("courses:handbook")


class NumberedPage(NamesFactsMixin, ShortAddressMixin, EditorialPage):
    """A page that people know by its number; the number is its slug."""

    promote_panels: ClassVar = []

    class Meta:
        abstract = True

    number: Any

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._take_slug()
        super().minimal_clean()

    def get_admin_display_title(self) -> str:
        return f"{self.number}. {super().get_admin_display_title()}"

    def _take_slug(self) -> None:
        if self.number:
            self.slug = str(self.number)


class ChapterPage(NumberedPage):
    """A chapter of the handbook."""

    number = models.PositiveSmallIntegerField(
        _("number"),
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)

    content_panels: ClassVar = [
        FieldPanel("number"),
        FieldPanel("title", help_text=""),
        FieldPanel("title_en"),
        FACT_HELP,
        *EDITORIAL_PANELS,
    ]
    reader_fields: ClassVar = ("number", "title", "title_en")
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("title_en")]
    parent_page_types: ClassVar = ["courses.HandbookIndexPage"]
    subpage_types: ClassVar = ["courses.EntryPage"]
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    @property
    def address(self) -> str:
        return reverse("courses:chapter", args=[self.number])

    @property
    def display_title(self) -> str:
        return company_facts.display(self.title, self.title_en)


class EntryQuerySet(PageQuerySet):
    def numbered(self, *numbers: int) -> Self:
        return self.filter(number__in=numbers)


class EntryPage(NumberedPage):
    """One question of the handbook and its answer. The title is the question."""

    number = models.PositiveSmallIntegerField(
        _("number"),
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
    )
    title_en = models.CharField(_("question in English"), max_length=200, blank=True)
    answer = models.TextField(
        _("answer"),
        help_text=_("One paragraph that could be read aloud to a colleague."),
    )
    answer_en = models.TextField(_("answer in English"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    objects = PageManager.from_queryset(EntryQuerySet)()

    # Set by access.entry_or_404 for one reader: was confirmed once, and has changed;
    # the newest revision that was confirmed, 0 for one from before revisions. For all
    # readers: the revision that should be, None before there are editions.
    is_outdated = False
    confirmed_revision: int | None = None
    asked_revision: int | None = None

    template = "courses/entry.html"
    content_panels: ClassVar = [
        FieldPanel("number"),
        FieldPanel(
            "title", heading=_("question"), help_text=_("As a colleague would ask it.")
        ),
        FieldPanel("title_en"),
        FieldPanel("answer"),
        FieldPanel("answer_en"),
        FieldPanel("body"),
        InlinePanel("related_entries", label=_("Related entry"), max_num=8),
        FACT_HELP,
        *EDITORIAL_PANELS,
    ]
    reader_fields: ClassVar = (
        "number",
        "title",
        "title_en",
        "answer",
        "answer_en",
        "body",
        "related_entries",
    )
    reader_labels: ClassVar = {"title": _("question")}
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("title_en"),
        index.SearchField("answer"),
        index.SearchField("answer_en"),
        index.SearchField("body"),
        index.FilterField("number"),
    ]
    parent_page_types: ClassVar = ["courses.ChapterPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    @property
    def address(self) -> str:
        return reverse("courses:entry", args=[self.number])

    @property
    def display_title(self) -> str:
        return company_facts.display(self.title, self.title_en)

    @property
    def display_answer(self) -> SafeString:
        return company_facts.display_marked(self.answer, self.answer_en)

    @property
    def is_only_half_translated(self) -> bool:
        """The reader reads English, and the body has only Chinese."""
        return bool(self.body) and in_reader_language("", "en") == "en"

    @property
    def chapter_path(self) -> str:
        """The tree path of the chapter: known without a query."""
        return self.path[: -self.steplen]

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """The anchors and texts of the body's headings, for the contents."""
        return [
            (f"section-{block.id}", company_facts.in_words(block.value, CHINESE))
            for block in self.body
            if block.block_type == "heading"
        ]

    @cached_property
    def reading_minutes(self) -> int:
        body = strip_tags(self.body.render_as_block()) if self.body else ""
        return reading_time.minutes(self.answer + body)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """What the preview shows: the page without what is about its reader."""
        return super().get_context(request, *args, **kwargs) | {"entry": self}


class RelatedEntry(Orderable):
    """An entry that another one points to."""

    page = ParentalKey(
        EntryPage, on_delete=models.CASCADE, related_name="related_entries"
    )
    entry = models.ForeignKey(
        EntryPage, models.CASCADE, related_name="+", verbose_name=_("entry")
    )

    panels: ClassVar = [PageChooserPanel("entry")]

    class Meta(Orderable.Meta):
        verbose_name = _("related entry")
        verbose_name_plural = _("related entries")

    @property
    def points_to(self) -> str:
        """The other entry for readers: its number and its question."""
        return f"{self.entry.number}. {self.entry.title}"

    @property
    def points_to_number(self) -> int:
        """The other entry by what does not change when its question is reworded."""
        return self.entry.number

    def __str__(self) -> str:
        return f"entry #{self.entry_id} related to entry #{self.page_id}"
