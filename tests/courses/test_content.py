"""What is kept in memory is read anew as soon as somebody changes content."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from courses.queries import content
from people import kept as kept_module
from tests.factories import courses as make


@pytest.fixture
def made():
    """Counts how often a value had to be made."""
    calls = []

    def make_it():
        calls.append(1)
        return len(calls)

    return make_it


def test_a_value_is_made_once(made, db):
    assert [content.kept("x", made), content.kept("x", made)] == [1, 1]


def test_saving_a_page_makes_it_anew(made, entry):
    content.kept("x", made)

    entry.save()

    assert content.kept("x", made) == 2


def test_another_processs_change_is_seen(made, db, monkeypatch):
    monkeypatch.setattr(kept_module, "GRACE", 0.0)
    content.kept("x", made)

    # What another process leaves in the cache when it changes something.
    cache.set(content.CONTENT.stamp, "another stamp", None)

    assert content.kept("x", made) == 2


def test_without_a_cache_nothing_is_kept_and_pages_go_on(made, db, monkeypatch):
    def down(*_):
        raise ConnectionError

    monkeypatch.setattr(kept_module.cache, "get", down)
    monkeypatch.setattr(kept_module.cache, "set", down)

    assert [content.kept("x", made), content.kept("x", made)] == [1, 2]
    content.changed()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_is_announced_again_after_its_commit(monkeypatch):
    """Another process may have kept the old state while this one was not done."""
    page = Page.objects.get(depth=1)
    with transaction.atomic():
        page.save()
        during = cache.get(content.CONTENT.stamp)

    assert cache.get(content.CONTENT.stamp) != during


def test_a_reader_sees_the_new_text_at_once(client_of, learner, entry):
    client = client_of(learner)
    url = reverse("courses:entry", args=[entry.number])
    assert "换过的回答" not in client.get(url).content.decode()

    entry.answer = "换过的回答"
    entry.save_revision().publish()

    assert "换过的回答" in client.get(url).content.decode()


def test_an_entry_that_is_taken_down_is_gone_at_once(client_of, learner, entry):
    client = client_of(learner)
    url = reverse("courses:entry", args=[entry.number])
    assert client.get(url).status_code == 200

    entry.unpublish()

    assert client.get(url).status_code == 404
    assert entry.title not in client.get("/handbook/").content.decode()


def test_one_readers_marks_are_not_anothers(client_of, learner, outsider, entry):
    url = reverse("courses:entry", args=[entry.number])
    client_of(learner).post(reverse("courses:mark_read", args=[entry.number]))

    assert client_of(learner).get(url).context["entry"].is_read
    assert not client_of(outsider).get(url).context["entry"].is_read


def test_a_new_step_counts_at_once(client_of, learner, course, enrolment):
    client = client_of(learner)
    url = reverse("courses:course", args=[course.slug])
    before = len(client.get(url).context["state"].rows)

    make.a_reading_step(course)

    assert len(client.get(url).context["state"].rows) == before + 1


def test_numbers_nobody_has_are_not_kept(client_of, learner, entry):
    client = client_of(learner)
    client.get(reverse("courses:entry", args=[entry.number]))
    held = set(content.CONTENT.memory.values)

    for number in (997, 998, 10**30):
        assert client.get(f"/handbook/{number}/").status_code == 404

    assert {name for name in content.CONTENT.memory.values if name not in held} == set()


def test_a_step_shows_the_entrys_new_text_at_once(client_of, learner, enrolment, entry):
    client = client_of(learner)
    url = entry.reading_steps.get().address
    assert "换过的回答" not in client.get(url).content.decode()

    entry.answer = "换过的回答"
    entry.body = [("text", "<p>换过的正文</p>")]
    entry.save_revision().publish()

    page = client.get(url).content.decode()
    assert "换过的回答" in page
    assert "换过的正文" in page


def test_a_step_shows_the_quizs_new_words_at_once(
    client_of, learner, enrolment, quiz, step
):
    client = client_of(learner)
    [quiz_step] = quiz.quiz_steps.all()
    client.get(quiz_step.address)

    quiz.intro = "换过的说明"
    quiz.save()

    assert "换过的说明" in client.get(quiz_step.address).content.decode()


def test_an_entry_opened_by_one_reader_is_new_to_another(
    client_of, learner, outsider, enrolment, course, entry, now
):
    make.an_enrolment(outsider, course, now=now)
    url = entry.reading_steps.get().address
    assert not client_of(learner).get(url).context["step"].is_entry_opened

    assert client_of(learner).get(url).context["step"].is_entry_opened
    assert not client_of(outsider).get(url).context["step"].is_entry_opened


def test_a_course_and_a_step_that_are_taken_down_are_gone_at_once(
    client_of, learner, enrolment, course, entry
):
    client = client_of(learner)
    step = entry.reading_steps.get()
    assert client.get(step.address).status_code == 200

    step.unpublish()
    assert client.get(step.address).status_code == 404

    course.unpublish()
    assert client.get(course.address).status_code == 404


def test_slugs_nobody_has_are_not_kept(client_of, learner, enrolment, course):
    client = client_of(learner)
    client.get(course.address)
    held = set(content.CONTENT.memory.values)

    assert client.get(f"{course.address}nothing-here/").status_code == 404
    assert client.get("/courses/nothing-here/").status_code == 404

    assert set(content.CONTENT.memory.values) == held
