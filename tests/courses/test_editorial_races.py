"""Two people, or two clocks, at the same draft at once, on real locks."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import Revision, TaskState

from courses.models import Edition
from courses.models.editorial import Refused
from courses.services import editions
from people.models import Role
from people.rules.editorial import Step
from people.services import roles
from quizzes.models import Decision
from quizzes.services import proposals, questions
from tests.courses.editorial import decision_url, submit, waiting
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, a_content

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def at_once(*work):
    """Run all of it in threads let go together; return what each gave."""
    start, results = threading.Barrier(len(work)), []

    def run(job):
        try:
            start.wait()
            results.append(job())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def reviewers(db, now):
    people = [UserFactory(name=f"审核人{n}") for n in range(4)]
    for person in people:
        roles.give(person=person, role=Role.REVIEWER, actor=None, now=now)
    return people


def test_of_four_reviewers_at_once_one_reviews(client_of, trainer, reviewers, entry):
    submit(client_of(trainer), entry)
    state = waiting(entry).pk

    def review(person):
        task_state = TaskState.objects.get(pk=state)
        return task_state.task.specific.on_action(task_state, person, "approve")

    results = at_once(*(lambda p=person: review(p) for person in reviewers))

    kinds = Counter(type(result) for result in results)
    assert kinds == {type(None): 1, Refused: 3}
    assert TaskState.objects.filter(status="approved").count() == 1


def test_two_clocks_at_once_make_one_edition(
    client_of, trainer, reviewer, approver, entry
):
    tomorrow = timezone.localdate() + timedelta(days=1)
    submit(client_of(trainer), entry, effective_on=tomorrow.isoformat(), answer="新")
    client_of(reviewer).post(decision_url(entry))
    client_of(approver).post(decision_url(entry))
    [kept] = Revision.objects.exclude(approved_go_live_at=None)
    # Its day has come for these clocks.
    past = timezone.now() - timedelta(minutes=1)
    content = kept.content | {"go_live_at": past.isoformat()}
    Revision.objects.filter(pk=kept.pk).update(
        approved_go_live_at=past, content=content
    )

    results = at_once(
        *[lambda: editions.publish_due(revision_id=kept.pk, now=timezone.now())] * 3
    )

    assert sorted(results) == [False, False, True]
    assert Edition.objects.of(entry).count() == 2


def test_of_four_reviewers_of_a_question_one_reviews(trainer, reviewers, now):
    question = QuestionFactory()
    version = questions.revise(
        question=question, content=a_content(stem="新？"), actor=trainer, now=now
    )

    def review(person):
        return proposals.decide(
            version=version,
            seen=Step.REVIEW,
            is_passed=True,
            comment="",
            actor=person,
            now=now,
        )

    results = at_once(*(lambda p=person: review(p) for person in reviewers))

    kinds = Counter(type(result) for result in results)
    assert kinds == {Step: 1, proposals.Refused: 3}
    assert Decision.objects.count() == 1
