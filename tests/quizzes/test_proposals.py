"""A question's new version goes through three people before it is drawn."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from people.models import AuditEntry, Role
from people.rules.editorial import Step
from people.services import roles
from quizzes import schedule
from quizzes.models import Decision, Proposal
from quizzes.services import attempts, questions
from quizzes.services.questions import Change
from tests.factories.quizzes import QuestionFactory, QuizFactory, a_content

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def question():
    return QuestionFactory(stem="往哪边走？")


@pytest.fixture
def propose(question, trainer, now):
    def proposed(stem="往哪边拐？", actor=trainer, **change):
        questions.revise(
            question=question,
            content=a_content(stem=stem),
            change=Change(summary="改了题干。", **change),
            actor=actor,
            now=now,
        )
        question.refresh_from_db()
        return question.newest

    return proposed


@pytest.fixture
def decide(client_of):
    def decided(person, version, seen="review", verdict="pass", comment=""):
        return client_of(person).post(
            reverse("decide_on_question", args=[version.pk]),
            {"seen": seen, "verdict": verdict, "comment": comment},
            follow=True,
        )

    return decided


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_version_is_drawn_once_two_others_let_it_pass(
    decide, propose, question, reviewer, approver
):
    version = propose()
    decide(reviewer, version)
    question.refresh_from_db()
    assert question.latest.number == 1

    decide(approver, version, seen="approval")

    question.refresh_from_db()
    assert question.latest == version
    assert list(
        AuditEntry.objects.about(question)
        .filter(action__in=["question.passed", "question.in_force"])
        .order_by("pk")
        .values_list("action", "actor")
    ) == [
        ("question.passed", reviewer.pk),
        ("question.passed", approver.pk),
        ("question.in_force", None),
    ]


def test_a_new_question_is_not_drawn_before(trainer, reviewer, approver, decide, now):
    bank = QuestionFactory().bank
    QuizFactory(bank=bank, draws=2)
    new = questions.create(
        bank=bank, key="new", content=a_content(stem="新题？"), actor=trainer, now=now
    )
    assert list(bank.questions.active()) != [new]
    assert new not in bank.questions.active()

    decide(reviewer, new.newest)
    decide(approver, new.newest, seen="approval")

    assert new in bank.questions.active()


def test_running_attempts_keep_what_they_ask(
    decide, propose, question, reviewer, approver, learner, now
):
    quiz = QuizFactory(bank=question.bank)
    attempt = attempts.start(quiz=quiz, person=learner, now=now)
    version = propose()
    decide(reviewer, version)
    decide(approver, version, seen="approval")

    assert attempt.items.get().frozen["stem"] == "往哪边走？"


@pytest.mark.parametrize("step", ["review", "approval"])
def test_the_drafter_decides_at_neither_step(
    decide, propose, question, trainer, reviewer, step, now
):
    for role in (Role.REVIEWER, Role.APPROVER):
        roles.give(person=trainer, role=role, actor=None, now=now)
    version = propose()
    if step == "approval":
        decide(reviewer, version)
    before = Decision.objects.count()

    answer = decide(trainer, version, seen=step)

    assert Decision.objects.count() == before
    assert "别人" in said(answer) or "somebody else" in said(answer)


def test_whoever_wrote_an_earlier_draft_of_it_is_a_drafter(
    decide, propose, trainer, reviewer, now
):
    propose(stem="审核人先写的", actor=reviewer)
    version = propose(stem="培训师又改")

    decide(reviewer, version)

    assert not Decision.objects.exists()


def test_the_reviewer_does_not_approve(decide, propose, reviewer, now):
    roles.give(person=reviewer, role=Role.APPROVER, actor=None, now=now)
    version = propose()
    decide(reviewer, version)

    decide(reviewer, version, seen="approval")

    assert Decision.objects.get().step == "review"


@pytest.mark.parametrize("who", ["trainer", "approver", "administrator"])
def test_only_reviewers_review(request, decide, propose, who):
    version = propose()

    decide(request.getfixturevalue(who), version)

    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["learner", "hr"])
def test_others_have_no_such_page(request, client_of, propose, who):
    url = reverse("decide_on_question", args=[propose().pk])

    client_of(request.getfixturevalue(who)).post(
        url, {"seen": "review", "verdict": "pass"}
    )

    assert not Decision.objects.exists()


def test_the_second_of_two_tabs_is_told(decide, propose, reviewer):
    version = propose()
    decide(reviewer, version)

    answer = decide(reviewer, version)

    assert Decision.objects.count() == 1
    assert said(answer)


def test_sending_back_needs_a_word_and_a_new_version_begins_anew(
    decide, propose, reviewer
):
    version = propose()
    decide(reviewer, version, verdict="back")
    assert not Decision.objects.exists()
    decide(reviewer, version, verdict="back", comment="选项重复")

    again = propose(stem="改好了？")

    assert Decision.objects.get().comment == "选项重复"
    assert list(Proposal.objects.waiting(Step.REVIEW)) == [again.proposal]


def test_a_version_that_was_followed_is_not_decided_on(decide, propose, reviewer):
    old = propose()
    propose(stem="又改")

    decide(reviewer, old)

    assert not Decision.objects.exists()


def test_an_approved_version_waits_for_its_day(
    decide, propose, question, reviewer, approver
):
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)) as clock:
        version = propose(effective_on=datetime(2026, 12, 7).date())
        decide(reviewer, version)
        decide(approver, version, seen="approval")
        schedule.draw_approved_versions()
        question.refresh_from_db()
        assert question.latest.number == 1

        clock.move_to(datetime(2026, 12, 7, 0, 0, 1, tzinfo=SHANGHAI))
        schedule.draw_approved_versions()
        clock.shift(timedelta(hours=-1))
        schedule.draw_approved_versions()

    question.refresh_from_db()
    assert question.latest == version
    assert AuditEntry.objects.filter(action="question.in_force").count() == 1


def test_an_administrator_needs_a_reason_to_go_past_them(
    client_of, propose, question, administrator, trainer
):
    version = propose()
    url = reverse("publish_question", args=[version.pk])
    client_of(administrator).post(url, {"reason": " "})
    client_of(trainer).post(url, {"reason": "我急"})
    assert not Decision.objects.exists()

    client_of(administrator).post(url, {"reason": "答案错了"})

    question.refresh_from_db()
    assert question.latest == version
    note = AuditEntry.objects.get(action="question.published_directly")
    assert (note.actor, note.reason) == (administrator, "答案错了")


def test_the_page_of_a_question_says_who_let_it_pass(
    client_of, decide, propose, question, reviewer, approver
):
    version = propose()
    url = reverse("question:history", args=[question.pk])
    assert 'value="pass"' in client_of(reviewer).get(url).text
    assert 'value="pass"' not in client_of(approver).get(url).text
    decide(reviewer, version, comment="很好")
    decide(approver, version, seen="approval")

    page = client_of(reviewer).get(url).text

    for text in ("培训师", "审核人", "批准人", "很好", version.proposal.content_hash):
        assert text in page


def test_the_same_content_has_the_same_hash_whoever_writes_it(propose, trainer, now):
    bank = QuestionFactory().bank
    version = propose()
    twin = questions.create(
        bank=bank,
        key="twin",
        content=questions.content_of(version),
        actor=trainer,
        now=now,
    )

    assert twin.newest.proposal.content_hash == version.proposal.content_hash
    assert propose(stem="别的").proposal.content_hash != version.proposal.content_hash


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"step": "review", "is_passed": True, "comment": ""}, "per_step"),
        ({"step": "approval", "is_passed": True, "comment": ""}, "per_person"),
        ({"step": "guess", "is_passed": True, "comment": "x"}, "step_is_known"),
        ({"step": "approval", "is_passed": False, "comment": ""}, "says_why"),
    ],
)
def test_the_database_refuses_what_the_rule_does(
    decide, propose, reviewer, approver, now, fields, constraint
):
    version = propose()
    decide(reviewer, version)
    by = reviewer if constraint == "per_person" else approver
    if connection.vendor == "sqlite" and constraint.startswith("per_"):
        constraint = "proposal_id"

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Decision.objects.create(proposal=version.proposal, by=by, at=now, **fields)
