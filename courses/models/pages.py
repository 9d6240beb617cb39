"""What all pages share: short addresses and no public/private switch."""

from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.models import Page

from people.queries.fact_uses import refuse_unknown_keys


class ShortAddressMixin:
    """A page whose address is its view's, not its place in the tree (ADR 0006)."""

    # Who may read is decided by signing in, not page by page.
    private_page_options: ClassVar[list[str]] = []

    @property
    def address(self) -> str:
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple | None:
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        return (sites[0][0], settings.BASE_URL, self.address) if sites else None


# Below the fields of an editor: how its texts name company facts.
FACT_HELP = HelpPanel(template="people/admin/fact_help.html")


class NamesFactsMixin:
    """A page whose texts may name company facts; one that nobody knows is refused."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        refuse_unknown_keys(self)  # type: ignore[arg-type]


class HomePage(ShortAddressMixin, Page):
    """The root of the page tree; never shown, the home page is a view."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["courses.HandbookIndexPage", "courses.CourseIndexPage"]
    max_count = 1
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = _("home page")

    @property
    def address(self) -> str:
        return "/"
