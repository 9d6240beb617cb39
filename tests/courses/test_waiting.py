"""What waits for a reviewer or an approver, on both front pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from people.services import roles
from quizzes.services import questions
from tests.courses.editorial import decision_url, submit
from tests.factories import courses as make
from tests.factories.quizzes import QuestionFactory, a_content


@pytest.fixture
def propose(trainer, now):
    def proposed(actor=trainer):
        question = QuestionFactory()
        content = a_content(stem="新的题干？")
        questions.revise(question=question, content=content, actor=actor, now=now)
        return question

    return proposed


def waiting(client):
    found = client.get("/").context["waiting"]
    return None if found is None else (found.pages, found.questions)


def test_drafts_wait_for_the_one_whose_step_it_is(
    client_of, trainer, reviewer, approver, learner, entry, propose
):
    submit(client_of(trainer), entry)
    propose()
    assert waiting(client_of(reviewer)) == (1, 1)
    assert waiting(client_of(approver)) == (0, 0)
    assert waiting(client_of(learner)) is None

    client_of(reviewer).post(decision_url(entry))

    assert waiting(client_of(reviewer)) == (0, 1)
    assert waiting(client_of(approver)) == (1, 0)


def test_ones_own_drafts_wait_for_others(client_of, trainer, entry, propose, now):
    roles.give(person=trainer, role=Role.REVIEWER, actor=None, now=now)
    submit(client_of(trainer), entry)
    propose()

    assert waiting(client_of(trainer)) == (0, 0)


def test_the_back_office_lists_them(client_of, trainer, reviewer, entry, propose):
    submit(client_of(trainer), entry)
    question = propose()
    quiet = QuestionFactory()
    client = client_of(reviewer)

    home = client.get(reverse("wagtailadmin_home")).text
    listed = client.get(reverse("question:index"), {"waiting": "true"}).text

    assert entry.title in home
    assert "?waiting=true" in home
    assert reverse("question:history", args=[question.pk]) in listed
    assert reverse("question:history", args=[quiet.pk]) not in listed


def test_counting_costs_the_same_for_one_and_for_five(
    client_of, trainer, reviewer, propose
):
    client = client_of(reviewer)
    counts = []
    for how_many in (1, 4):
        for _ in range(how_many):
            submit(client_of(trainer), make.an_entry())
            propose()
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12
