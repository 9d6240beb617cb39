"""The back office: where content is found, and what may not be deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from courses.access import has_facts
from courses.backoffice import comparing, editorial, waiting
from courses.models import CourseIndexPage, EntryPage, HandbookIndexPage
from courses.models.handbook import NumberedPage
from people.queries.fact_report import open_marks

__all__ = ["comparing", "editorial", "waiting"]  # Imported for their hooks.


class EntryIndexView(IndexView):
    default_ordering = "number"


class EntryListing(PageListingViewSet):
    """All entries of the handbook in one list, in the order of their numbers; the
    number stands before each title."""

    model = EntryPage
    index_view_class = EntryIndexView
    name = "handbook_entries"
    icon = "list-ol"
    menu_label = gettext_lazy("All entries")


listing = EntryListing()


class SectionMenuItem(MenuItem):
    """A part of the page tree, opened in the explorer."""

    def __init__(self, page_class: type[Page], **kwargs: Any) -> None:
        super().__init__(url="", **kwargs)
        self.page_class = page_class

    def render_component(self, request: HttpRequest) -> Any:
        page = self.page_class.objects.order_by("pk").first()
        self.url = reverse("wagtailadmin_explore", args=[page.pk if page else 1])
        return super().render_component(request)


content_menu = Menu(register_hook_name="register_content_menu_item")


@hooks.register("register_content_menu_item")
def register_handbook() -> MenuItem:
    return SectionMenuItem(
        HandbookIndexPage,
        label=gettext_lazy("Handbook"),
        name="handbook",
        icon_name="openquote",
        order=10,
    )


@hooks.register("register_content_menu_item")
def register_entries() -> MenuItem:
    return listing.get_menu_item(order=20)


@hooks.register("register_content_menu_item")
def register_courses() -> MenuItem:
    return SectionMenuItem(
        CourseIndexPage,
        label=gettext_lazy("Courses"),
        name="courses",
        icon_name="form",
        order=30,
    )


@hooks.register("register_admin_viewset")
def register_listing() -> EntryListing:
    return listing


class ContentMenuItem(SubmenuMenuItem):
    """For those who write or look over content; HR is in the back office for people."""

    def is_shown(self, request: HttpRequest) -> bool:
        has_pages: bool = user_has_any_page_permission(request.user)
        return has_pages and super().is_shown(request)


@hooks.register("register_admin_menu_item")
def register_content_menu() -> SubmenuMenuItem:
    return ContentMenuItem(
        gettext_lazy("Content"), content_menu, icon_name="doc-full-inverse", order=90
    )


@hooks.register("before_edit_page")
def say_what_to_review(request: HttpRequest, page: Page) -> None:
    """A company fact that the page names has changed since somebody looked at it."""
    if request.method != "GET":
        return
    for mark in open_marks(page.specific_class._meta.label_lower, page.pk):
        messages.warning(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("The company fact “%(name)s” has changed. Please review this text.")
                % {"name": mark.value.fact.display_name},
                reverse("facts:fact", args=[mark.value.fact.key]),
                _("Open the fact"),
            ),
        )


@hooks.register("before_delete_page")
def keep_pages_with_facts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What somebody has read, begun or earned rests on the page: it stays."""
    if not has_facts(page):
        return None
    messages.error(
        request,
        _("“%(title)s” cannot be deleted: people have records on it. Unpublish it.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_many_pages_with_facts(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    for page in objects:
        if isinstance(page, Page) and (refusal := keep_pages_with_facts(request, page)):
            return refusal
    return None


@hooks.register("before_copy_page")
def keep_numbers_unique(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would have the same number; a new entry asks for its own."""
    if not isinstance(page.specific, NumberedPage):
        return None
    messages.error(
        request,
        _("Numbered pages cannot be copied. Make a new one with its own number."),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
