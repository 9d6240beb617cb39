"""What readers see of editions, and the clock that brings them."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from courses import schedule
from courses.models import Edition, EntryPage, RelatedEntry
from courses.queries.reader_content import hash_of, parts
from courses.services import editions, readings
from courses.services import starter as starter_service
from tests.courses.editorial import decision_url, edit_url, submit, typed, waiting
from tests.factories import courses as make

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def approve(client_of, trainer, reviewer, approver):
    """Bring a change through the three people's hands."""

    def carried(entry, **changed):
        submit(client_of(trainer), entry, **changed)
        client_of(reviewer).post(decision_url(entry))
        client_of(approver).post(decision_url(entry))
        entry.refresh_from_db()

    return carried


def list_url(entry):
    return reverse("courses:editions", args=[entry.number])


def compare_url(entry, before, after):
    return reverse("courses:compare_editions", args=[entry.number, before, after])


def test_an_approved_text_waits_for_its_day_at_midnight_in_shanghai(
    client_of, approve, entry, learner
):
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI), tick=False):
        approve(entry, answer="下周起用。", effective_on="2026-12-07")
        schedule.publish_what_is_due()
        assert "先致歉。" in client_of(learner).get(entry.address).text

    with time_machine.travel(datetime(2026, 12, 6, 23, 59, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()
    assert Edition.objects.of(entry).count() == 1

    with time_machine.travel(datetime(2026, 12, 7, 0, 0, 5, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()
        schedule.publish_what_is_due()
        page = client_of(learner).get(entry.address).text
    edition = Edition.objects.of(entry).first()
    assert "下周起用。" in page
    assert (edition.number, edition.approver.name) == (2, "批准人")
    assert edition.effective_on.isoformat() == "2026-12-07"


def test_a_clock_set_back_an_hour_publishes_nothing_twice(approve, entry):
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)):
        approve(entry, effective_on="2026-12-07", answer="新")
    with time_machine.travel(datetime(2026, 12, 7, 0, 30, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()
    with time_machine.travel(datetime(2026, 12, 6, 23, 30, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()
    with time_machine.travel(datetime(2026, 12, 7, 0, 30, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()

    entry.refresh_from_db()
    assert Edition.objects.of(entry).count() == 2
    assert entry.answer == "新"


def test_a_new_entry_is_not_there_before_its_day(
    client_of, trainer, reviewer, approver, learner
):
    draft = make.an_entry(live=False)
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)):
        submit(client_of(trainer), draft, effective_on="2026-12-07")
        client_of(reviewer).post(decision_url(draft))
        client_of(approver).post(decision_url(draft))
        assert client_of(learner).get(draft.address).status_code == 404
        assert not Edition.objects.of(draft).exists()
    with time_machine.travel(datetime(2026, 12, 7, 8, tzinfo=SHANGHAI)):
        schedule.publish_what_is_due()
        assert client_of(learner).get(draft.address).status_code == 200


def test_the_list_has_everything_the_revision_page_asks_for(
    client_of, approve, administrator, learner, entry
):
    approve(entry, answer="改一", change_summary="写明先后。")
    client_of(administrator).post(
        edit_url(entry),
        typed(entry, "action-publish", direct_reason="错别字", is_minor_change="on"),
    )

    page = client_of(learner).get(list_url(entry)).text

    second, third = Edition.objects.of(entry).filter(number__gt=1).order_by("number")
    for text in ("培训师", "审核人", "批准人", "写明先后。", second.content_hash):
        assert text in page
    assert third.reason in page
    assert third.is_minor
    assert compare_url(entry, 1, 2) in page


def test_the_entry_says_which_edition_it_is(client_of, approve, learner, entry):
    approve(entry, answer="改一")

    assert list_url(entry) in client_of(learner).get(entry.address).text


def test_the_comparison_marks_what_is_new_and_what_is_gone(
    client_of, approve, learner, entry
):
    approve(entry, answer="先记录。")

    page = client_of(learner).get(compare_url(entry, 1, 2)).text

    assert '<del class="diff__gone">致歉</del>' in page
    assert '<ins class="diff__new">记录</ins>' in page


def test_editions_that_are_not_there_are_404(client_of, learner, entry):
    client = client_of(learner)

    assert client.get(compare_url(entry, 1, 9)).status_code == 404
    assert client.get(compare_url(entry, 9, 1)).status_code == 302
    assert client.get("/handbook/999/editions/").status_code == 404


def test_an_edition_asks_those_who_confirmed_and_a_minor_one_does_not(
    client_of, approve, learner, entry, now
):
    readings.confirm_read(person=learner, entry=entry, now=now)
    client = client_of(learner)

    approve(entry, answer="错字改了", is_minor_change="on")
    minor = client.get(entry.address)
    quiet = client.get("/")
    approve(entry, answer="意思变了")
    asked = client.get(entry.address)
    home = client.get("/")

    assert not minor.context["entry"].is_outdated
    assert minor.context["entry"].is_read
    assert quiet.context["home"].outdated == []
    assert asked.context["entry"].is_outdated
    assert compare_url(entry, 1, 3) in asked.text
    assert compare_url(entry, 1, 3) in home.text
    client.post(reverse("courses:mark_read", args=[entry.number]))
    assert client.get("/").context["home"].outdated == []


def test_nobody_is_asked_again_who_never_confirmed(client_of, approve, learner, entry):
    approve(entry, answer="意思变了")

    page = client_of(learner).get(entry.address)

    assert not page.context["entry"].is_outdated


def test_the_list_costs_the_same_for_one_and_for_five(client_of, learner, entry):
    client = client_of(learner)
    client.get(list_url(entry))
    with CaptureQueriesContext(connection) as one:
        client.get(list_url(entry))
    for number in range(4):
        make.revise(entry, answer=f"第{number}次")
    client.get(list_url(entry))
    with CaptureQueriesContext(connection) as five:
        client.get(list_url(entry))

    assert len(five) == len(one)
    assert len(one) <= 12


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "别的问题？"},
        {"title_en": "Another?"},
        {"answer": "先致歉。 "},
        {"answer_en": "Apologize first."},
        {"number": 108},
        {"body": '[{"type": "heading", "value": "标题"}]'},
    ],
)
def test_any_change_readers_see_changes_the_hash(entry, changed):
    before = hash_of(entry)
    for name, value in changed.items():
        setattr(entry, name, value)

    assert hash_of(entry) != before


def test_what_readers_do_not_see_leaves_the_hash_alone(entry):
    entry.body = '[{"type": "heading", "value": "标题", "id": "one"}]'
    before = hash_of(entry)
    entry.body = '[{"type": "heading", "value": "标题", "id": "two"}]'
    entry.change_summary = "只是说明"
    entry.is_minor_change = True

    assert hash_of(entry) == before
    assert hash_of(EntryPage.objects.get(pk=entry.pk)) == hash_of(
        EntryPage.objects.get(pk=entry.pk)
    )


def test_a_related_entry_changes_the_hash(entry):
    before = hash_of(entry)
    entry.related_entries = [RelatedEntry(entry=make.an_entry())]

    assert hash_of(entry) != before


def test_every_kind_of_block_is_compared_in_words(db):
    starter = starter_service.parse(quiz_keys={"onboarding"})
    from_files = {file.number: file for file in starter.entries}
    blocks = {block["type"] for file in starter.entries for block in file.body}
    found = set()
    for number in sorted(n for n, file in from_files.items() if file.body)[:8]:
        page = EntryPage(number=number, title="题", answer="答")
        page.body = json.dumps(from_files[number].body)
        for part in parts(page):
            assert "{" not in part.text and "<" not in part.text
        found |= {block["type"] for block in from_files[number].body}
    assert found == blocks


def test_pages_from_before_editions_get_their_first_once(entry, now):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM courses_edition")

    assert editions.catch_up(now=now) >= 1
    assert editions.catch_up(now=now) == 0
    first = Edition.objects.of(entry).get()
    assert (first.number, first.origin, first.drafter) == (1, "initial", None)


def test_an_edition_is_never_rewritten(entry):
    edition = Edition.objects.of(entry).get()
    edition.summary = "另一种说法"

    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_an_edition_by_two_people_cannot_be_written(entry, trainer, reviewer, now):
    entry.save_revision(user=trainer)
    wrong = Edition(
        page=entry.page_ptr,
        number=2,
        revision=Revision.objects.latest("pk"),
        revised_on=now.date(),
        effective_on=now.date(),
        is_minor=False,
        origin=Edition.Origin.REVIEWED,
        drafter=trainer,
        reviewer=reviewer,
        approver=trainer,
        content_hash="0" * 64,
        published_at=now,
    )

    with pytest.raises(IntegrityError, match="three_people"), transaction.atomic():
        wrong.save()


def test_editors_compare_their_draft_with_what_readers_have(
    client_of, trainer, reviewer, learner, entry
):
    submit(client_of(trainer), entry, answer="先记录。")
    url = reverse("editorial_changes", args=[entry.pk])

    editor = client_of(trainer).get(edit_url(entry)).text
    page = client_of(reviewer).get(url).text
    theirs = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[entry.pk, "live", waiting(entry).revision_id],
    )

    assert url in editor
    assert '<ins class="diff__new">记录</ins>' in page
    assert client_of(reviewer).get(theirs).status_code == 200
    assert client_of(learner).get(url).status_code in {302, 403}


def test_two_hours_of_delay_do_not_change_the_day(approve, entry):
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)) as clock:
        approve(entry, effective_on="2026-12-02", answer="新")
        clock.shift(timedelta(hours=16))
        schedule.publish_what_is_due()

    assert Edition.objects.of(entry).first().effective_on.isoformat() == "2026-12-02"
