"""The steps of the three people's workflow: who decides, and whom they refuse."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.forms import Form
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    Revision,
    TaskState,
    WorkflowState,
)

from courses.models.editions import Edition
from people.access import has_role, roles_of
from people.models import Role, User
from people.rules import editorial
from people.rules.editorial import Draft, Refusal, Step


class Refused(PermissionDenied):
    """The person may not decide on the draft; nothing has been changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class RejectForm(TaskStateCommentForm):
    """Sending a draft back asks for a word of why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].label = _("What should be changed?")


class EditorialTask(AbstractGroupApprovalTask):
    """A step of the three people's workflow; refuses whoever had a hand in it."""

    step = models.CharField(
        _("step"),
        max_length=10,
        choices=[
            (Step.REVIEW.value, _("Review")),
            (Step.APPROVAL.value, _("Approval")),
        ],
    )

    admin_form_fields: ClassVar = [*AbstractGroupApprovalTask.admin_form_fields, "step"]
    admin_form_readonly_on_edit_fields: ClassVar = ["name", "step"]

    class Meta:
        verbose_name = _("step of the three people's review")
        verbose_name_plural = _("steps of the three people's review")
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["review", "approval"]),
                name="courses_editorial_step_is_known",
            )
        ]

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Decided by somebody who neither drafted the text nor passed it earlier"
        )

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> Any:
        """Begin at the first step that this text has not passed yet."""
        # Read anew: the caller's may still point to the draft of before.
        state = WorkflowState.objects.get(pk=workflow_state.pk)
        first = state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(state, user=user)

    def refusal(self, task_state: TaskState, user: User) -> Refusal | None:
        """Say why the person may not decide on it now; None if they may."""
        state = task_state.workflow_state
        waits = (
            task_state.status == TaskState.STATUS_IN_PROGRESS
            and state.status == WorkflowState.STATUS_IN_PROGRESS
            and state.current_task_state_id == task_state.pk
        )
        page = Page.objects.only("pk", "latest_revision").get(pk=state.object_id)
        return editorial.refusal(
            draft=Draft(
                waits_for=Step(self.step) if waits else None,
                drafters=drafters(page),
                approved_by=set(approvals(task_state.revision_id).values()),
                is_as_submitted=page.latest_revision_id == task_state.revision_id,
            ),
            step=Step(self.step),
            actor=user.pk,
            roles=roles_of(user),
        )

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user: User, action_name: str, **kwargs: Any
    ) -> Any:
        """Approve or send back.

        :raises Refused: for those who may not, and for whoever comes second
        """
        # Two people at once: the second waits here and finds it decided.
        Page.objects.select_for_update(of=("self",)).get(
            pk=task_state.workflow_state.object_id
        )
        task_state = TaskState.objects.select_related("workflow_state").get(
            pk=task_state.pk
        )
        if (why := self.refusal(task_state, user)) is not None:
            raise Refused(why)
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise Refused(Refusal.NO_COMMENT)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        current = obj.current_workflow_state
        state = current.current_task_state if current else None
        if state is None or state.task_id != self.pk or self.refusal(state, user):
            return []
        return [
            ("reject", _("Send back"), True),
            ("approve", pgettext_lazy("editorial", "Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_form_for_action(self, action: str) -> type[Form]:
        if action == "reject":
            return RejectForm
        form: type[Form] = super().get_form_for_action(action)
        return form

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        if not has_role(user, editorial.ROLE_AT[Step(self.step)]):
            return TaskState.objects.none()
        return waiting_for(user).filter(task=self)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return has_role(user, editorial.ROLE_AT[Step(self.step)])

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not has_role(
            user, editorial.ROLE_AT[Step(self.step)], Role.ADMINISTRATOR
        )

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return False


class DirectPublication(models.Model):
    """An administrator went past the three with this revision, and why."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("direct publication")
        verbose_name_plural = _("direct publications")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="courses_direct_publication_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"direct publication of revision #{self.revision_id}"


def drafters(page: Page) -> set[int]:
    """The keys of everybody who saved a draft since the latest edition."""
    latest = Edition.objects.of(page).values_list("revision", flat=True).first() or 0
    saved = Revision.page_revisions.filter(object_id=str(page.pk), pk__gt=latest)
    return set(saved.exclude(user=None).values_list("user", flat=True))


def waiting_for(person: User) -> models.QuerySet[TaskState]:
    """What waits for the person: at a step of their role, and not of their own hand."""
    steps = [step for step, role in editorial.ROLE_AT.items() if has_role(person, role)]
    page = Cast(OuterRef("revision__object_id"), models.IntegerField())
    latest = Edition.objects.filter(page=page).order_by("-number")
    written = Revision.page_revisions.filter(
        object_id=OuterRef("revision__object_id"),
        user=person,
        pk__gt=Coalesce(OuterRef("_edition"), 0),
    )
    passed = TaskState.objects.filter(
        revision=OuterRef("revision"),
        finished_by=person,
        status=TaskState.STATUS_APPROVED,
    )
    waiting: models.QuerySet[TaskState] = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task__editorialtask__step__in=steps
        )
        .alias(_edition=Subquery(latest.values("revision")[:1]))
        .filter(~Exists(written), ~Exists(passed))
    )
    return waiting


def approvals(revision_id: int) -> dict[Step, int]:
    """Who passed this revision at which step; each the latest to do so."""
    rows = (
        TaskState.objects.filter(
            revision=revision_id,
            status=TaskState.STATUS_APPROVED,
            task__editorialtask__isnull=False,
        )
        .exclude(finished_by=None)
        .order_by("pk")
        .values_list("task__editorialtask__step", "finished_by")
    )
    return {Step(step): person for step, person in rows}
