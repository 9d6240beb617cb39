import pytest
from django.urls import reverse

from courses.models import Reading
from tests.factories import courses as make


def url(name, entry):
    return reverse(f"courses:{name}", args=[entry.number])


def kinds(person, entry):
    return sorted(
        Reading.objects.of(person).filter(entry=entry).values_list("kind", flat=True)
    )


def test_an_entry_shows_question_answer_and_body(client_of, learner):
    body = [("heading", "第一步"), ("text", "<p>先<b>道歉</b>。</p>")]
    entry = make.an_entry(title="怎么办？", answer="别急。", body=body)

    page = client_of(learner).get(url("entry", entry)).content.decode()

    for text in ("怎么办？", "别急。", "第一步", "先<b>道歉</b>。"):
        assert text in page


def test_an_entry_speaks_english_to_who_reads_english(client_of, learner, entry):
    learner.language = "en"
    learner.save(update_fields=["language"])

    page = client_of(learner).get(url("entry", entry)).content.decode()

    assert "A client complains: what first?" in page
    assert "The details below are in Chinese." not in page
    assert "Apologise first." in page


@pytest.mark.parametrize(("language", "said"), [("en", True), ("zh-hans", False)])
def test_a_body_that_is_not_translated_says_so(client_of, learner, language, said):
    entry = make.an_entry(body=[("heading", "第一步")])
    learner.language = language
    learner.save(update_fields=["language"])

    page = client_of(learner).get(url("entry", entry)).content.decode()

    assert ("The details below are in Chinese." in page) is said


def test_a_draft_is_not_there_for_learners(client_of, learner):
    draft = make.an_entry(live=False)

    for name in ("entry", "mark_read", "bookmark"):
        send = client_of(learner).get if name == "entry" else client_of(learner).post
        assert send(url(name, draft)).status_code == 404
    assert not Reading.objects.exists()


def test_unpublished_changes_are_not_shown(client_of, learner, entry):
    entry.answer = "还没定稿的话。"
    entry.save_revision()

    page = client_of(learner).get(url("entry", entry)).content.decode()

    assert "先致歉。" in page
    assert "还没定稿的话。" not in page


def test_opening_is_recorded_once_per_revision(client_of, learner, entry):
    client = client_of(learner)
    client.get(url("entry", entry))
    client.get(url("entry", entry))
    first = entry.live_revision_id
    make.revise(entry, answer="先道歉。")
    client.get(url("entry", entry))

    opened = Reading.objects.of(learner).order_by("pk")
    assert [reading.revision_id for reading in opened] == [
        first,
        entry.live_revision_id,
    ]


def test_confirming_records_the_revision_that_was_read(client_of, learner, entry):
    client = client_of(learner)
    client.get(url("entry", entry))

    response = client.post(url("mark_read", entry))
    client.post(url("mark_read", entry))

    assert response.url == url("entry", entry)
    assert kinds(learner, entry) == ["opened", "read"]
    assert Reading.objects.confirmed().get().revision_id == entry.live_revision_id


def test_a_new_revision_asks_to_be_read_again(client_of, learner, entry):
    client = client_of(learner)
    client.post(url("mark_read", entry))
    assert (
        url("mark_read", entry) not in client.get(url("entry", entry)).content.decode()
    )

    make.revise(entry, answer="先道歉。")

    assert url("mark_read", entry) in client.get(url("entry", entry)).content.decode()


def test_previous_and_next_follow_chapters_then_numbers(client_of, learner):
    second, first = make.a_chapter(number=62), make.a_chapter(number=61)
    late = make.an_entry(chapter=second, number=601)
    middle = make.an_entry(chapter=first, number=603)
    early = make.an_entry(chapter=first, number=602)

    page = client_of(learner).get(url("entry", middle)).content.decode()

    assert f'rel="prev" href="{early.address}"' in page
    assert f'rel="next" href="{late.address}"' in page


def test_related_entries_are_shown_only_while_they_are_live(client_of, learner, entry):
    live, draft = make.an_entry(), make.an_entry(live=False)
    entry.related_entries = [
        entry.related_entries.model(entry=other) for other in (live, draft, live)
    ]
    make.revise(entry)

    page = client_of(learner).get(url("entry", entry)).content.decode()

    assert page.count(f'href="{live.address}"') >= 1
    assert draft.address not in page


def test_the_index_lists_live_entries_and_counts_drafts(client_of, learner):
    chapter = make.a_chapter(title="礼仪")
    live = make.an_entry(chapter=chapter, title="看得见的？")
    make.an_entry(chapter=chapter, title="看不见的？", live=False)
    client = client_of(learner)
    client.post(url("mark_read", live))

    for page_url in (reverse("courses:handbook"), chapter.address):
        response = client.get(page_url)
        page = response.content.decode()
        assert "看得见的？" in page
        assert "看不见的？" not in page
        assert live.pk in response.context["read"]
    assert response.context["chapter"].drafts == 1


def test_an_unpublished_chapter_is_not_there(client_of, learner, entry):
    chapter = entry.get_parent()
    chapter.unpublish()

    response = client_of(learner).get(chapter.specific.address)

    assert response.status_code == 404


@pytest.mark.parametrize("htmx", [True, False])
def test_a_bookmark_goes_in_and_comes_out(client_of, learner, entry, htmx):
    client = client_of(learner)
    headers = {"HX-Request": "true"} if htmx else {}

    first = client.post(url("bookmark", entry), headers=headers)
    listed = client.get(reverse("courses:bookmarks")).content.decode()
    client.post(url("bookmark", entry), headers=headers)
    emptied = client.get(reverse("courses:bookmarks")).content.decode()

    assert first.status_code == (200 if htmx else 302)
    if htmx:
        assert 'aria-pressed="true"' in first.content.decode()
    assert entry.address in listed
    assert entry.address not in emptied


def test_bookmarks_are_ones_own(client_of, learner, outsider, entry):
    client_of(outsider).post(url("bookmark", entry))

    page = client_of(learner).get(reverse("courses:bookmarks")).content.decode()

    assert entry.address not in page


def test_only_editors_see_the_way_to_the_editor(client_of, learner, trainer, entry):
    edit = reverse("wagtailadmin_pages:edit", args=[entry.pk])

    assert edit in client_of(trainer).get(entry.address).content.decode()
    assert edit not in client_of(learner).get(entry.address).content.decode()


def test_strangers_are_sent_to_sign_in(client, entry):
    response = client.get(entry.address)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
