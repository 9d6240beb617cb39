import json

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from courses.models import ChapterPage, CourseIndexPage, EntryPage, HandbookIndexPage
from courses.services import readings
from tests.factories import courses as make


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form(entry, **changed):
    values = {
        "number": entry.number,
        "title": entry.title,
        "title_en": "",
        "answer": entry.answer,
        "answer_en": "",
        "change_summary": "改了答案。",
        "change_summary_en": "",
        "effective_on": "",
        "direct_reason": "",
        "body": streamfield([("text", rich_text("<p>正文</p>"))]),
        "related_entries": inline_formset([]),
        "comments": inline_formset([]),
        **changed,
    }
    return nested_form_data(values)


def test_a_trainers_draft_is_not_what_readers_see(client_of, trainer, learner, entry):
    client_of(trainer).post(edit_url(entry), form(entry, answer="草稿里的话。"))

    page = client_of(learner).get(entry.address).content.decode()
    assert "先致歉。" in page
    assert "草稿里的话。" not in page


def test_the_history_names_who_changed_it(client_of, trainer, entry):
    client = client_of(trainer)
    client.post(edit_url(entry), form(entry, answer="改过。"))

    page = client.get(reverse("wagtailadmin_pages:history", args=[entry.pk]))

    assert trainer.name in page.content.decode()


@pytest.mark.parametrize("who", ["trainer", "reviewer", "administrator"])
def test_editors_open_the_editor(request, client_of, entry, who):
    response = client_of(request.getfixturevalue(who)).get(edit_url(entry))

    assert response.status_code == 200


@pytest.mark.parametrize("who", ["learner", "hr", "manager"])
def test_others_do_not(request, client_of, entry, who):
    response = client_of(request.getfixturevalue(who)).get(edit_url(entry))

    assert response.status_code in {302, 403}


@pytest.mark.parametrize("who", ["trainer", "reviewer", "approver"])
def test_only_administrators_publish_directly(request, client_of, entry, who):
    client_of(request.getfixturevalue(who)).post(
        edit_url(entry),
        form(entry, answer="我来发布。", direct_reason="我急")
        | {"action-publish": "action-publish"},
    )

    entry.refresh_from_db()
    assert entry.answer == "先致歉。"


def test_a_trainer_cannot_leave_their_part_of_the_tree(client_of, trainer):
    root = Page.objects.get(depth=1)
    users = reverse("wagtailusers_users:index")

    assert (
        client_of(trainer).get(edit_url(root.get_children().get())).status_code == 302
    )
    assert client_of(trainer).get(users).status_code in {302, 403}


@pytest.mark.parametrize("name", ["wagtailusers_users:index", "wagtailsites:index"])
def test_an_administrator_runs_the_system(client_of, administrator, name):
    assert client_of(administrator).get(reverse(name)).status_code == 200


def test_publishing_needs_an_answer_but_a_draft_does_not(client_of, administrator):
    draft = make.an_entry(live=False)
    client = client_of(administrator)

    saved = client.post(edit_url(draft), form(draft, answer=""))
    refused = client.post(
        edit_url(draft),
        form(draft, answer="", direct_reason="急用")
        | {"action-publish": "action-publish"},
    )

    assert saved.status_code == 302
    assert refused.status_code == 200
    draft.refresh_from_db()
    assert not draft.live


def test_a_new_entry_takes_its_number_as_its_address(client_of, administrator):
    chapter = make.a_chapter()
    url = reverse("wagtailadmin_pages:add", args=["courses", "entrypage", chapter.pk])
    new = EntryPage(number=555, title="新问题？", answer="新答案。")

    client_of(administrator).post(
        url, form(new, direct_reason="急用") | {"action-publish": "action-publish"}
    )

    entry = EntryPage.objects.get(number=555)
    assert (entry.slug, entry.url, entry.live) == ("555", "/handbook/555/", True)


def test_two_entries_cannot_have_one_number(client_of, trainer, entry):
    other = make.an_entry()

    response = client_of(trainer).post(
        edit_url(other), form(other, number=entry.number)
    )

    assert response.status_code == 200
    other.refresh_from_db()
    assert other.number != entry.number


@pytest.mark.parametrize("page", ["entry", "course", "read", "quiz"])
def test_the_preview_is_the_page(
    request, client_of, trainer, page, course, step, entry
):
    shown = {"entry": entry, "course": course, **step}[page]

    response = client_of(trainer).get(
        reverse("wagtailadmin_pages:view_draft", args=[shown.pk])
    )

    assert response.status_code == 200
    names = {template.name for template in response.templates}
    assert shown.template in names
    expected = entry.title if page == "read" else shown.title
    assert expected in response.content.decode()


def test_a_preview_records_no_reading(client_of, trainer, entry):
    client_of(trainer).get(reverse("wagtailadmin_pages:view_draft", args=[entry.pk]))

    assert not trainer.readings.exists()


@pytest.mark.parametrize("what", ["entry", "course", "chapter"])
def test_a_page_with_facts_is_not_deleted(
    client_of, administrator, certificate, entry, course, what
):
    page = {"entry": entry, "course": course, "chapter": entry.get_parent()}[what]
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])

    response = client_of(administrator).post(url, follow=True)

    assert Page.objects.filter(pk=page.pk).exists()
    said = [str(message) for message in response.context["messages"]]
    assert [page.title in text for text in said] == [True]


def test_many_pages_with_facts_are_not_deleted_at_once(
    client_of, administrator, learner, entry, now
):
    readings.open_entry(person=learner, entry=entry, now=now)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client_of(administrator).post(f"{url}?id={entry.pk}&next=/admin/")

    assert Page.objects.filter(pk=entry.pk).exists()


def test_a_draft_that_was_never_published_may_go(client_of, trainer):
    draft = make.an_entry(live=False)

    client_of(trainer).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    assert not EntryPage.objects.filter(pk=draft.pk).exists()


def test_what_was_published_stays_though_nobody_read_it(
    client_of, administrator, entry
):
    url = reverse("wagtailadmin_pages:delete", args=[entry.pk])

    client_of(administrator).post(url)

    assert EntryPage.objects.filter(pk=entry.pk).exists()


def test_a_numbered_page_is_not_copied(client_of, administrator, entry):
    url = reverse("wagtailadmin_pages:copy", args=[entry.pk])

    response = client_of(administrator).get(url)

    assert response.status_code == 302
    assert EntryPage.objects.count() == 1


def test_the_listing_shows_numbers_in_order(client_of, trainer):
    make.an_entry(number=701, title="前面的？", live=False)
    make.an_entry(number=702, title="后面的？")

    page = client_of(trainer).get(reverse("handbook_entries:index")).content.decode()

    assert page.index("前面的？") < page.index("后面的？")
    assert "701" in page


def test_the_menu_leads_to_handbook_and_courses(client_of, trainer):
    page = client_of(trainer).get(reverse("wagtailadmin_home")).content.decode()

    for model in (HandbookIndexPage, CourseIndexPage):
        url = reverse("wagtailadmin_explore", args=[model.objects.get().pk])
        assert json.dumps(url)[1:-1] in page


def test_the_tree_is_ours_and_in_chinese(db):
    home = Page.objects.get(depth=2)

    assert [page.slug for page in home.get_children()] == ["handbook", "courses"]
    assert {page.locale.language_code for page in Page.objects.filter(depth__gt=1)} == {
        "zh-hans"
    }
    assert home.get_site().is_default_site


def test_pages_have_short_addresses(entry, course, step):
    assert entry.url == "/handbook/107/"
    assert course.url == "/courses/first-week/"
    assert step["quiz"].url == "/courses/first-week/quiz/"
    assert entry.full_url == "https://academy.example/handbook/107/"
    assert ChapterPage.objects.get().url.startswith("/handbook/chapters/")
