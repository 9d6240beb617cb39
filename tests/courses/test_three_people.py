"""Draft → review → approval by three people, through the back office."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from courses.models import Edition
from people.models import AuditEntry, Role
from people.services import roles
from tests.courses.editorial import (
    decision_url,
    edit_url,
    said,
    submit,
    typed,
    waiting,
)
from tests.factories import courses as make
from tests.factories.people import UserFactory


@pytest.fixture
def second_reviewer(reviewer, now):
    return _another(Role.REVIEWER, "第二审核人", now)


@pytest.fixture
def jack_of_all_trades(db, now):
    person = _another(Role.TRAINER, "多面手", now)
    for role in (Role.REVIEWER, Role.APPROVER):
        roles.give(person=person, role=role, actor=None, now=now)
    return person


def _another(role, name, now):
    person = UserFactory(name=name)
    roles.give(person=person, role=role, actor=None, now=now)
    return person


def test_three_people_make_an_edition(
    client_of, trainer, reviewer, approver, learner, entry
):
    submit(client_of(trainer), entry, answer="先道歉，再记录。")
    client_of(reviewer).post(decision_url(entry))
    assert "先致歉。" in client_of(learner).get(entry.address).text
    client_of(approver).post(decision_url(entry), {"comment": "可以"})

    assert "先道歉，再记录。" in client_of(learner).get(entry.address).text
    edition = Edition.objects.of(entry).first()
    assert (edition.number, edition.origin) == (2, Edition.Origin.REVIEWED)
    assert (edition.drafter, edition.reviewer, edition.approver) == (
        trainer,
        reviewer,
        approver,
    )
    assert (edition.summary, edition.is_minor) == ("改了答案。", False)
    assert edition.effective_on == timezone.localdate()
    actions = AuditEntry.objects.filter(about_type__in=["wagtailcore.page"])
    assert list(actions.order_by("pk").values_list("action", "actor")) == [
        ("draft.submitted", trainer.pk),
        ("draft.passed", reviewer.pk),
        ("draft.passed", approver.pk),
    ]


def test_the_editor_has_the_decisions_too(client_of, trainer, reviewer, entry):
    submit(client_of(trainer), entry)
    client = client_of(reviewer)
    assert "workflow-action-name" in client.get(edit_url(entry)).text

    client.post(
        edit_url(entry),
        typed(entry, "action-workflow-action", answer="夹带私货")
        | {"workflow-action-name": "approve"},
    )

    assert waiting(entry).task.specific.step == "approval"
    assert waiting(entry).revision.as_object().answer == entry.answer
    entry.refresh_from_db()
    assert entry.latest_revision == waiting(entry).revision


@pytest.mark.parametrize("step", ["review", "approval"])
def test_the_drafter_decides_at_neither_step(
    client_of, jack_of_all_trades, reviewer, entry, step
):
    client = client_of(jack_of_all_trades)
    submit(client, entry)
    if step == "approval":
        client_of(reviewer).post(decision_url(entry))
    before = waiting(entry).pk
    shown = client.get(edit_url(entry)).text

    answers = [
        client.post(decision_url(entry), follow=True),
        client.post(
            edit_url(entry),
            typed(entry, "action-workflow-action")
            | {"workflow-action-name": "approve"},
            follow=True,
        ),
    ]

    assert 'data-workflow-action-name="approve"' not in shown
    assert waiting(entry).pk == before
    for answer in answers:
        assert "别人" in said(answer) or "somebody else" in said(answer)


def test_whoever_saved_a_word_of_it_is_a_drafter(
    client_of, trainer, jack_of_all_trades, entry
):
    client_of(jack_of_all_trades).post(edit_url(entry), typed(entry, answer="甲写的"))
    submit(client_of(trainer), entry, answer="甲写的，乙改的")
    before = waiting(entry).pk

    client_of(jack_of_all_trades).post(decision_url(entry))

    assert waiting(entry).pk == before


def test_the_reviewer_does_not_approve(client_of, trainer, jack_of_all_trades, entry):
    submit(client_of(trainer), entry)
    client = client_of(jack_of_all_trades)
    client.post(decision_url(entry))
    answer = client.post(decision_url(entry), follow=True)

    assert waiting(entry).task.specific.step == "approval"
    assert "审核" in said(answer) or "reviewed" in said(answer)
    assert Edition.objects.of(entry).count() == 1


@pytest.mark.parametrize("who", ["trainer", "approver", "administrator"])
def test_only_reviewers_review(request, client_of, trainer, entry, who):
    submit(client_of(trainer), entry)
    person = request.getfixturevalue(who)

    client_of(person).post(decision_url(entry))

    assert waiting(entry).task.specific.step == "review"


def test_a_superuser_is_no_reviewer(client_of, trainer, administrator, entry):
    administrator.is_superuser = True
    administrator.save(update_fields=["is_superuser"])
    submit(client_of(trainer), entry)

    client_of(administrator).post(decision_url(entry))

    assert waiting(entry).task.specific.step == "review"


def test_the_second_of_two_reviewers_is_told(
    client_of, trainer, reviewer, second_reviewer, entry
):
    submit(client_of(trainer), entry)
    url = decision_url(entry)
    client_of(reviewer).post(url)

    answer = client_of(second_reviewer).post(url, follow=True)

    assert "已" in said(answer) or "already" in said(answer)
    passed = TaskState.objects.get(status=TaskState.STATUS_APPROVED)
    assert passed.finished_by == reviewer


def test_sending_back_needs_a_word_of_why(client_of, trainer, reviewer, entry):
    submit(client_of(trainer), entry)
    client_of(reviewer).post(decision_url(entry, "reject"))
    assert waiting(entry) is not None

    client_of(reviewer).post(decision_url(entry, "reject"), {"comment": "缺依据"})

    assert waiting(entry) is None
    assert entry.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    note = AuditEntry.objects.get(action="draft.sent_back")
    assert (note.actor, note.reason) == (reviewer, "缺依据")


def test_what_the_approver_sent_back_is_reviewed_again(
    client_of, trainer, reviewer, approver, entry
):
    submit(client_of(trainer), entry)
    client_of(reviewer).post(decision_url(entry))
    client_of(approver).post(decision_url(entry, "reject"), {"comment": "再想想"})
    submit(client_of(trainer), entry, answer="想过了。")

    assert waiting(entry).task.specific.step == "review"
    client_of(reviewer).post(decision_url(entry))
    client_of(approver).post(decision_url(entry))

    assert Edition.objects.of(entry).first().reviewer == reviewer


def test_a_draft_changed_during_approval_is_reviewed_again(
    client_of, trainer, reviewer, approver, entry
):
    submit(client_of(trainer), entry)
    client_of(reviewer).post(decision_url(entry))
    client_of(approver).post(edit_url(entry), typed(entry, answer="批准人改的"))

    entry.refresh_from_db()
    assert waiting(entry).task.specific.step == "review"
    assert waiting(entry).revision == entry.latest_revision
    client_of(reviewer).post(decision_url(entry))
    client_of(approver).post(decision_url(entry))
    assert Edition.objects.of(entry).count() == 1


def test_what_changed_is_said_before_it_is_submitted(client_of, trainer, entry):
    refused = submit(client_of(trainer), entry, change_summary=" ")
    new = make.an_entry(live=False)
    accepted = submit(client_of(trainer), new, change_summary="")

    assert refused.context["form"].errors["change_summary"]
    assert waiting(entry) is None
    assert accepted.status_code == 302


def test_a_new_draft_does_not_inherit_what_was_said_of_the_last(
    client_of, trainer, administrator, entry
):
    client_of(administrator).post(
        edit_url(entry),
        typed(entry, "action-publish", direct_reason="急", is_minor_change="on"),
    )

    form = client_of(trainer).get(edit_url(entry)).context["form"]

    assert form["change_summary"].value() == ""
    assert not form["is_minor_change"].value()


def test_an_administrator_publishes_directly_and_says_why(
    client_of, administrator, entry
):
    client = client_of(administrator)
    without = client.post(edit_url(entry), typed(entry, "action-publish"))
    assert without.context["form"].errors["direct_reason"]

    client.post(
        edit_url(entry),
        typed(entry, "action-publish", answer="停运通知", direct_reason="台风停运"),
    )

    edition = Edition.objects.of(entry).first()
    assert (edition.origin, edition.published_by, edition.reason) == (
        Edition.Origin.DIRECT,
        administrator,
        "台风停运",
    )
    note = AuditEntry.objects.get(action="edition.published_directly")
    assert (note.actor, note.reason) == (administrator, "台风停运")


@pytest.mark.parametrize("who", ["trainer", "reviewer", "approver"])
@pytest.mark.parametrize("name", ["unpublish", "move_confirm"])
def test_nobody_else_takes_down_or_moves_what_readers_have(
    request, client_of, entry, who, name
):
    arguments = [entry.pk]
    if name == "move_confirm":
        arguments.append(make.a_chapter().pk)
    path = entry.path

    client_of(request.getfixturevalue(who)).post(
        reverse(f"wagtailadmin_pages:{name}", args=arguments)
    )

    entry.refresh_from_db()
    assert (entry.live, entry.path) == (True, path)


@pytest.mark.parametrize("field", ["publish_copies", "alias"])
def test_a_copy_is_never_live_at_once(client_of, administrator, course, field):
    client_of(administrator).post(
        reverse("wagtailadmin_pages:copy", args=[course.pk]),
        {
            "new_title": "抄来的",
            "new_slug": "copied",
            "new_parent_page": course.get_parent().pk,
            field: "on",
        },
    )

    assert not type(course).objects.filter(slug="copied").exists()


def test_many_are_not_published_at_once(client_of, administrator):
    draft = make.an_entry(live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    client_of(administrator).post(f"{url}?id={draft.pk}&next=/admin/")

    draft.refresh_from_db()
    assert not draft.live


def test_a_trainer_plans_no_publication_past_the_form(client_of, trainer, entry):
    tomorrow = timezone.now() + timedelta(days=1)
    extra = {"go_live_at": tomorrow.strftime("%Y-%m-%d %H:%M"), "expire_at": ""}

    client_of(trainer).post(edit_url(entry), typed(entry) | extra)

    entry.refresh_from_db()
    assert entry.latest_revision.content["go_live_at"] is None


def test_a_persons_draft_never_goes_live_without_the_others(trainer, entry):
    entry.answer = "走后门"
    revision = entry.save_revision(user=trainer)

    with pytest.raises(PermissionDenied):
        revision.publish(user=trainer, skip_permission_checks=True)

    assert Edition.objects.of(entry).count() == 1


def test_what_was_submitted_is_not_written_over_by_autosave(
    client_of, trainer, reviewer, entry
):
    submit(client_of(trainer), entry, answer="交上去的")
    submitted = waiting(entry).revision

    client_of(trainer).post(
        edit_url(entry),
        typed(entry, answer="事后换的") | {"overwrite_revision_id": submitted.pk},
    )

    submitted.refresh_from_db()
    assert submitted.content["answer"] == "交上去的"
