"""Whatever text an editor types, a company fact named in it is shown as its value."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.models import Certificate, Edition, QuizStep, ReadingStep
from courses.queries.fact_texts import CONTENT, fact_texts
from courses.services import readings
from people.models import ReviewMark
from people.queries.fact_uses import text_fields
from people.services import notices
from quizzes.models import Quiz
from tests.factories import courses as make
from tests.factories.company_facts import a_fact, a_value

TOKEN = "[[fact:deadline]]"
BODY = [
    ("text", f"<p>文{TOKEN}</p>"),
    ("heading", f"题{TOKEN}"),
    (
        "steps",
        {"title": f"步{TOKEN}", "items": [{"title": f"一{TOKEN}", "text": TOKEN}]},
    ),
    ("do_dont", {"title": TOKEN, "do": [TOKEN], "dont": [TOKEN]}),
    ("callout", {"tone": "note", "title": TOKEN, "text": TOKEN}),
    ("key_points", [TOKEN]),
]
BODY_VALUES = 11


@pytest.fixture(autouse=True)
def deadline(db):
    return a_fact("deadline", value=24, name="报案<时限>", unit_en="hours")


def named(*fields):
    return {name: f"{name} {TOKEN}" for name in fields}


def page_of(client, url):
    return client.get(url).content.decode()


@pytest.fixture
def pages():
    """One page of every kind, each of its texts naming the fact; and where it shows."""
    chapter = make.a_chapter(**named("title", "title_en"))
    entry = make.an_entry(
        chapter=chapter,
        body=BODY,
        **named("title", "title_en", "answer", "answer_en"),
    )
    course = make.a_course(
        awards_certificate=True,
        **named("title", "title_en", "summary", "summary_en"),
        **named("certificate_title", "certificate_title_en"),
    )
    reading = make.a_reading_step(course, body=BODY, title_en=f"title_en {TOKEN}")
    make.revise(reading, title=f"title {TOKEN}")
    quiz = make.a_quiz(is_open=True, **named("intro", "intro_en", "title_en"))
    Quiz.objects.filter(pk=quiz.pk).update(title=f"title {TOKEN}")
    step = make.a_quiz_step(course, quiz, title_en=f"title_en {TOKEN}")
    make.revise(step, title=f"title {TOKEN}")
    return {
        "chapter": chapter,
        "entry": entry,
        "course": course,
        "reading": reading,
        "step": step,
        "quiz": quiz,
    }


def test_every_text_field_of_every_page_is_known_to_this_test():
    """A new field of text fails here until its page below is asked for its value."""
    # What is said of a change stands on the list of editions: tests below.
    said = {"change_summary", "change_summary_en"}
    assert {
        model.__name__: [name for name in text_fields(model) if name not in said]
        for model in (*CONTENT, Quiz)
    } == {
        "ChapterPage": ["title", "title_en"],
        "EntryPage": ["title", "title_en", "answer", "answer_en", "body"],
        "CoursePage": [
            "title",
            "title_en",
            "summary",
            "summary_en",
            "certificate_title",
            "certificate_title_en",
        ],
        "ReadingStep": ["title", "title_en", "body"],
        "QuizStep": ["title", "title_en"],
        "Quiz": ["title", "title_en", "intro", "intro_en"],
    }


@pytest.mark.parametrize(
    ("language", "suffix", "value"),
    [("zh-hans", "", "24 小时"), ("en", "_en", "24 hours")],
)
def test_no_reader_ever_sees_a_token(
    pages, client_of, learner, now, language, suffix, value
):
    make.an_enrolment(learner, pages["course"], now=now)
    client = client_of(learner)
    client.post(reverse("set_language"), {"language": language})
    shown = {
        name: page_of(client, page.address)
        for name, page in pages.items()
        if name != "quiz"
    }
    shown["quiz"] = page_of(client, reverse("quizzes:quiz", args=[pages["quiz"].pk]))
    shown["home"] = page_of(client, "/")
    shown["handbook"] = page_of(client, reverse("courses:handbook"))
    shown["courses"] = page_of(client, reverse("courses:courses"))

    assert [name for name, html in shown.items() if "fact:" in html] == []
    expected = {
        "chapter": ["title"],
        "entry": ["title", "answer"],
        "course": ["title", "summary"],
        "courses": ["title", "summary"],
        "step": ["title", "intro"],
        "quiz": ["title", "intro"],
        "reading": ["title"],
        "handbook": ["title"],
    }
    for name, fields in expected.items():
        text = re.sub(r"<[^>]+>", "", shown[name])
        for field in fields:
            assert f"{field}{suffix} {value}" in text, (name, field)
    for name in ("entry", "reading"):
        assert shown[name].count("24 小时") >= BODY_VALUES


def test_a_value_is_marked_with_its_name_and_day_and_brings_no_html(client_of, learner):
    a_fact("word", kind="text", value="<b>粗</b> & 细")
    entry = make.an_entry(answer=f"{TOKEN}，[[fact:word]]")

    html = page_of(client_of(learner), entry.address)

    assert (
        '<span class="fact" title="报案&lt;时限&gt;' in html
        and "2026年1月1日" in html
        and ">24 小时</span>" in html
    )
    assert "&lt;b&gt;粗&lt;/b&gt; &amp; 细" in html
    assert "<b>粗" not in html


def test_the_preview_shows_values_too(client_of, trainer, rf):
    entry = make.an_entry(body=BODY)

    response = entry.make_preview_request()

    assert "fact:" not in response.rendered_content


def test_a_new_value_is_shown_at_once(pages, client_of, learner, deadline, now):
    client = client_of(learner)
    page_of(client, pages["entry"].address)

    a_value(deadline, 36, now=now)

    html = page_of(client, pages["entry"].address)
    assert "24 小时" not in html
    assert html.count("36 小时") >= BODY_VALUES


def test_facts_cost_a_page_no_query_of_its_own(
    client_of, learner, django_assert_max_num_queries
):
    plain, naming = make.an_entry(), make.an_entry(body=BODY, answer=TOKEN)
    client = client_of(learner)
    counts = []
    for entry in (plain, naming):
        page_of(client, entry.address)
        with django_assert_max_num_queries(12) as asked:
            page_of(client, entry.address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_certificate_keeps_the_value_of_its_day(learner, deadline, now):
    course = make.a_course(
        awards_certificate=True,
        certificate_title=f"{TOKEN}证书",
        title_en=f"Course {TOKEN}",
    )
    step = make.a_reading_step(course, body=BODY)
    enrolment = make.an_enrolment(learner, course, now=now)
    readings.complete_step(enrolment=enrolment, step=step, now=now)

    a_value(deadline, 36, now=now)

    kept = Certificate.objects.get(enrolment=enrolment)
    assert kept.display_title == "24 小时证书"
    assert kept.frozen["course_en"] == "Course 24 hours"


def test_a_page_that_names_an_unknown_fact_is_not_saved(db):
    entry = make.an_entry()
    entry.answer = "[[fact:deadlin]]"
    entry.body = [("heading", "[[fact:nothing]]")]

    with pytest.raises(ValidationError) as refused:
        entry.save_revision()

    assert set(refused.value.message_dict) == {"answer", "body"}
    assert "deadlin" in refused.value.message_dict["answer"][0]


def test_the_editor_says_which_key_it_does_not_know(client_of, trainer):
    chapter = make.a_chapter()

    response = client_of(trainer).post(
        reverse("wagtailadmin_pages:edit", args=[chapter.pk]),
        {"number": chapter.number, "title": "[[fact:nothing]]", "title_en": ""},
    )

    assert response.status_code == 200
    assert "nothing" in str(response.context["form"].errors["title"])


def test_the_editor_is_told_what_has_changed(client_of, trainer, deadline, now):
    entry = make.an_entry(answer=TOKEN)
    a_value(deadline, 36, now=now)

    html = page_of(
        client_of(trainer), reverse("wagtailadmin_pages:edit", args=[entry.pk])
    )

    assert ReviewMark.objects.open().exists()
    assert reverse("facts:fact", args=["deadline"]) in html


def test_the_notice_names_facts_too(client_of, learner, now):
    notices.publish(text_zh=f"保存 {TOKEN}", text_en="x", by=None, now=now)

    html = page_of(client_of(learner), reverse("account_notice"))

    assert ">24 小时</span>" in html


def test_all_texts_of_courses_are_told_to_the_report(pages):
    naming = {text.about for text in fact_texts() if TOKEN in "".join(text.texts)}

    assert naming == {
        (type(page)._meta.label_lower, page.pk)
        for name, page in pages.items()
        if name != "quiz"
    }
    assert {ReadingStep, QuizStep} <= set(CONTENT)


def test_what_was_said_of_a_change_keeps_the_value_of_its_day(
    client_of, learner, entry, deadline, now
):
    make.revise(entry, answer="新回答", change_summary=f"时限改为 {TOKEN}。")
    effective_on = Edition.objects.of(entry).first().effective_on
    later = effective_on + timedelta(days=1)
    a_value(deadline, 48, valid_from=later, now=now)

    with time_machine.travel(datetime.combine(later, time(12), UTC), tick=False):
        client = client_of(learner)
        page = page_of(client, reverse("courses:editions", args=[entry.number]))

    assert "时限改为 24 小时。" in page
