"""Learner pages: at most 12 queries, and the same number whatever there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.services import bookmarks, readings
from tests.factories import courses as make

MOST = 12


def queries_of(client, url):
    client.get(url)  # what is recorded once is recorded now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def fill(learner, course, now, how_many):
    """More of everything a page could loop over."""
    for _ in range(how_many):
        chapter = make.a_chapter()
        entry = make.an_entry(chapter=chapter)
        make.an_entry(chapter=chapter, live=False)
        make.a_reading_step(course, entry=entry)
        readings.confirm_read(person=learner, entry=entry, now=now)
        bookmarks.toggle(person=learner, entry=entry, now=now)
        other = make.a_course(awards_certificate=True)
        make.a_reading_step(other, entry=entry)
        make.an_enrolment(learner, other, now=now)
        readings.confirm_read(person=learner, entry=make.an_entry(), now=now)


@pytest.mark.parametrize(
    "page",
    [
        "home",
        "courses:handbook",
        "courses:bookmarks",
        "courses:courses",
        "courses:certificates",
        "chapter",
        "entry",
        "course",
        "read",
        "more",
        "quiz",
    ],
)
def test_a_page_asks_the_same_whatever_there_is(
    client_of, learner, course, enrolment, certificate, step, entry, now, page
):
    client = client_of(learner)
    urls = {
        "chapter": entry.get_parent().specific.address,
        "entry": entry.address,
        "course": course.address,
        "read": step["read"].address,
        "more": step["more"].address,
        "quiz": step["quiz"].address,
    }
    url = urls.get(page) or reverse(page)
    fill(learner, course, now, 1)
    # Confirmed before, so it asks again: what changed is one query, however much.
    make.revise(entry)
    one = queries_of(client, url)

    fill(learner, course, now, 3)
    entry.related_entries = [
        entry.related_entries.model(entry=make.an_entry()) for _ in range(3)
    ]
    make.revise(entry)
    many = queries_of(client, url)

    assert many == one
    assert many <= MOST


def test_looking_again_writes_nothing(client_of, learner, enrolment, step, entry):
    client = client_of(learner)
    for url in (entry.address, step["read"].address, step["more"].address):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        assert not [query for query in captured if "INSERT" in query["sql"]]


def test_the_first_look_at_a_step_stays_within_the_limit(
    client_of, learner, enrolment, step
):
    client = client_of(learner)
    client.get(reverse("courses:bookmarks"))

    with CaptureQueriesContext(connection) as captured:
        client.get(step["read"].address)

    assert len(captured) <= MOST


def test_the_first_look_at_an_entry_stays_within_the_limit(
    client_of, learner, enrolment, entry
):
    client = client_of(learner)
    client.get(reverse("courses:bookmarks"))

    with CaptureQueriesContext(connection) as captured:
        client.get(entry.address)

    assert len(captured) <= MOST


def test_the_public_page_needs_one_query(client, certificate):
    url = reverse("courses:verify_number", args=[certificate.grouped_number])

    assert queries_of(client, url) == 1
