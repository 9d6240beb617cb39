"""Courses and their steps. A step is a page, so its words are drafted and revised."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from courses.blocks import BodyBlock
from courses.models.drafts import EDITORIAL_PANELS, EditorialPage
from courses.models.handbook import EntryPage
from courses.models.pages import FACT_HELP, NamesFactsMixin, ShortAddressMixin
from people.queries import company_facts
from quizzes.models import Quiz

ADDRESS_PANELS = [FieldPanel("slug")]


class CourseIndexPage(ShortAddressMixin, Page):
    """The list of courses; its page is a view."""

    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    max_count = 1
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = _("list of courses")

    @property
    def address(self) -> str:
        return reverse("courses:courses")


class CoursePage(NamesFactsMixin, ShortAddressMixin, EditorialPage):
    """A course: steps in an order, and perhaps a certificate at the end."""

    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    summary = models.TextField(_("summary"))
    summary_en = models.TextField(_("summary in English"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), default=30, validators=[MinValueValidator(1)]
    )
    awards_certificate = models.BooleanField(_("awards a certificate"), default=False)
    certificate_title = models.CharField(
        _("title of the certificate"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the general title of a certificate of completion."),
    )
    certificate_title_en = models.CharField(
        _("title of the certificate in English"), max_length=80, blank=True
    )
    # Null: the certificate never runs out.
    validity_months = models.PositiveSmallIntegerField(
        _("months the certificate is valid"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty: it does not run out."),
    )

    template = "courses/course.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldPanel("minutes"),
        MultiFieldPanel(
            [
                FieldPanel("awards_certificate"),
                FieldPanel("certificate_title"),
                FieldPanel("certificate_title_en"),
                FieldPanel("validity_months"),
            ],
            heading=_("Certificate"),
        ),
        FACT_HELP,
        *EDITORIAL_PANELS,
    ]
    reader_fields: ClassVar = (
        "title",
        "title_en",
        "summary",
        "summary_en",
        "minutes",
        "awards_certificate",
        "certificate_title",
        "certificate_title_en",
        "validity_months",
    )
    promote_panels: ClassVar = ADDRESS_PANELS
    parent_page_types: ClassVar = ["courses.CourseIndexPage"]
    subpage_types: ClassVar = ["courses.ReadingStep", "courses.QuizStep"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_months=None) | Q(validity_months__gte=1),
                name="courses_validity_is_positive",
            )
        ]

    @property
    def address(self) -> str:
        return reverse("courses:course", args=[self.slug])

    @property
    def display_title(self) -> str:
        return company_facts.display(self.title, self.title_en)

    @property
    def display_summary(self) -> SafeString:
        return company_facts.display_marked(self.summary, self.summary_en)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """What the preview shows: the course without what is about its reader."""
        return super().get_context(request, *args, **kwargs) | {"course": self}


class StepQuerySet(PageQuerySet):
    def of(self, course: CoursePage) -> Self:
        """The course's live steps in their order, their kinds loaded with them."""
        return (
            self.child_of(course)
            .live()
            .order_by("path")
            .select_related("readingstep__entry", "quizstep__quiz")
            .defer("readingstep__body", "readingstep__entry__body")
        )


class StepPage(NamesFactsMixin, ShortAddressMixin, EditorialPage):
    """A step of a course, of whatever kind; what events and progress point to."""

    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), default=5, validators=[MinValueValidator(1)]
    )
    required = models.BooleanField(
        _("required"),
        default=True,
        help_text=_("Required steps count towards progress and the certificate."),
    )

    objects = PageManager.from_queryset(StepQuerySet)()

    # Set by access.step_or_404 for one reader: nothing of it is left to be opened.
    is_entry_opened = False

    is_creatable = False
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = []
    promote_panels: ClassVar = ADDRESS_PANELS

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    @property
    def course_slug(self) -> str:
        return self.url_path.rstrip("/").split("/")[-2]

    @property
    def address(self) -> str:
        return reverse("courses:step", args=[self.course_slug, self.slug])

    @property
    def display_title(self) -> str:
        return company_facts.display(self.title, self.title_en)


class ReadingStep(StepPage):
    """Something to read: a handbook entry, own text, or own text above an entry."""

    # Null: the body is all there is to read.
    entry = models.ForeignKey(
        EntryPage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reading_steps",
        verbose_name=_("entry"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    template = "courses/reading_step.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("title_en"),
        PageChooserPanel("entry"),
        FieldPanel("body"),
        FieldPanel("minutes"),
        FieldPanel("required"),
        FACT_HELP,
        *EDITORIAL_PANELS,
    ]
    reader_fields: ClassVar = (
        "title",
        "title_en",
        "entry",
        "body",
        "minutes",
        "required",
    )

    class Meta:
        verbose_name = _("reading step")
        verbose_name_plural = _("reading steps")

    @property
    def live_entry(self) -> EntryPage | None:
        """The entry, unless it was taken down."""
        return self.entry if self.entry is not None and self.entry.live else None

    @property
    def is_taken_down(self) -> bool:
        """Its entry was taken down, and that was all there is to read."""
        return self.entry is not None and not self.entry.live and not self.body

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"step": self, "entry": self.entry}


class QuizStep(StepPage):
    """A quiz to be passed."""

    quiz = models.ForeignKey(
        Quiz, models.PROTECT, related_name="quiz_steps", verbose_name=_("quiz")
    )

    template = "courses/quiz_step.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("quiz"),
        FieldPanel("minutes"),
        FieldPanel("required"),
        FACT_HELP,
        *EDITORIAL_PANELS,
    ]
    reader_fields: ClassVar = ("title", "title_en", "quiz", "minutes", "required")

    class Meta:
        verbose_name = _("quiz step")
        verbose_name_plural = _("quiz steps")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"step": self, "quiz": self.quiz}
