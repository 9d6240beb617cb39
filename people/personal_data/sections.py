"""What `people` holds: account, posts, roles, signing in, own work, traces."""

from typing import Any

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import ModelLogEntry, PageLogEntry

from people.models import (
    Acknowledgement,
    AuditEntry,
    Capacity,
    Job,
    JobState,
    Membership,
    PeopleImport,
    ReadKind,
    ResultRead,
    SignInCode,
    User,
)
from people.models.roles import ROLES_BY_GROUP
from people.personal_data import messages
from people.personal_data.contract import PersonalData, Record, Section
from people.personal_data.excluded import EXCLUDED
from people.personal_data.words import ActionWords, JobWords
from people.rights import ROLES
from people.rules.devices import describe

ONLY_YOU = _("you; HR and administrators when they export your data at your request")
OFFICERS = _("you, HR and administrators")
LINE = _("you, your managers, HR and administrators")
AUDITORS = _("you; HR and administrators in the audit log")


def _account(person: User) -> Record:
    return {
        "employee_number": person.employee_number,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "hired_on": person.hired_on,
        "language": person.language,
        "is_active": person.is_active,
        "has_password": person.has_usable_password(),
        "latest_sign_in_at": person.last_login,
    }


def _post(membership: Membership) -> Record:
    manager = membership.line_manager
    return {
        "department": membership.department.name,
        "post": membership.post.name,
        "line_manager": manager.name if manager else "",
        "active_from": membership.active_from,
        "active_until": membership.active_until,
        "is_primary": membership.is_primary,
    }


def _act(entry: AuditEntry) -> Record:
    return {
        "at": entry.at,
        "action": entry.action,
        "about": f"{entry.about_type} {entry.about_id}" if entry.about_type else "",
    }


def _act_on_me(entry: AuditEntry) -> Record:
    # No names: whoever acts for the company is not personal data of this person.
    own = "self" if entry.actor_id == entry.person_id else "other"
    return _act(entry) | {"by": own if entry.actor_id else "system"}


def _edit(entry: Any) -> Record:
    return {"at": entry.timestamp, "action": entry.action, "thing": entry.label}


SECTIONS = (
    Section(
        key="account",
        title=_("Account"),
        why=_("So that you can sign in and others know who you are."),
        seen_by=LINE,
        columns={
            "employee_number": _("Employee number"),
            "name": _("Name"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "hired_on": _("Hired on"),
            "language": _("Language"),
            "is_active": _("Active"),
            "has_password": _("Has a password"),
            "latest_sign_in_at": _("Latest sign-in"),
        },
        rows=lambda person: User.objects.filter(pk=person).order_by("pk"),
        record=_account,
        words={"language": {"": _("as the browser")} | dict(User.Language.choices)},
        covers=["people.user.line_manager"],
    ),
    Section(
        key="posts",
        title=_("Posts and managers over time"),
        why=_("Posts decide what you learn and who may see your results."),
        seen_by=LINE,
        columns={
            "department": _("Department"),
            "post": _("Post"),
            "line_manager": _("Line manager"),
            "active_from": pgettext_lazy("period", "From"),
            "active_until": pgettext_lazy("period", "To"),
            "is_primary": _("Main post"),
        },
        rows=lambda person: (
            Membership.objects.filter(person=person)
            .select_related("department", "post", "line_manager")
            .order_by("-active_from", "-pk")
        ),
        record=_post,
        covers=["people.membership.person"],
    ),
    Section(
        key="roles",
        title=_("Roles"),
        why=_("Roles decide what you may do."),
        seen_by=OFFICERS,
        columns={"role": pgettext_lazy("person", "Role")},
        rows=lambda person: Group.objects.filter(user=person).order_by("pk"),
        record=lambda group: {"role": str(ROLES_BY_GROUP.get(group.name, group.name))},
        words={"role": ROLES},
        covers=["people.user_groups.user", "people.user.groups"],
    ),
    Section(
        key="sessions",
        title=_("Where you are signed in"),
        why=_("So that you recognize a device that is not yours."),
        seen_by=ONLY_YOU,
        columns={
            "device": _("Device"),
            "ip": _("Address"),
            "created_at": _("Signed in at"),
            "last_seen_at": _("Latest seen at"),
        },
        rows=lambda person: UserSession.objects.filter(user=person).order_by("-pk"),
        record=lambda session: {
            "device": describe(session.user_agent),
            "ip": str(session.ip),
            "created_at": session.created_at,
            "last_seen_at": session.last_seen_at,
        },
        covers=["usersessions.usersession.user"],
    ),
    Section(
        key="failed_sign_ins",
        title=_("Failed sign-ins"),
        why=_("So that nobody guesses your password; gone after the next success."),
        seen_by=ONLY_YOU,
        columns={"at": _("When"), "ip": _("Address"), "failures": _("Failures")},
        rows=lambda person: AccessAttempt.objects.filter(
            username__in=User.objects.filter(pk=person).values("employee_number")
        ).order_by("-pk"),
        record=lambda attempt: {
            "at": attempt.attempt_time,
            "ip": str(attempt.ip_address or ""),
            "failures": attempt.failures_since_start,
        },
    ),
    Section(
        key="sign_in_codes",
        title=_("Sign-in codes issued"),
        why=_("To show when a way into your account was made; never the code itself."),
        seen_by=OFFICERS,
        columns={
            "issued_at": _("Issued at"),
            "expires_at": _("Good until"),
            "used_at": _("Used at"),
            "voided_at": _("Void since"),
        },
        rows=lambda person: SignInCode.objects.filter(person=person).order_by("-pk"),
        record=lambda code: {
            "issued_at": code.issued_at,
            "expires_at": code.expires_at,
            "used_at": code.used_at,
            "voided_at": code.voided_at,
        },
        covers=["people.signincode.person"],
    ),
    Section(
        key="notices",
        title=_("Notices read"),
        why=_("To show that you were told what is done with your data."),
        seen_by=OFFICERS,
        columns={"version": _("Version"), "at": _("Read at")},
        rows=lambda person: (
            Acknowledgement.objects.filter(person=person)
            .select_related("notice")
            .order_by("-pk")
        ),
        record=lambda read: {"version": read.notice.version, "at": read.at},
        covers=["people.acknowledgement.person"],
    ),
    Section(
        key="jobs",
        title=_("Jobs you asked for"),
        why=_("To show what became of them."),
        seen_by=OFFICERS,
        columns={
            "kind": _("Job"),
            "state": _("State"),
            "created_at": _("Asked for at"),
            "finished_at": _("Ended at"),
        },
        rows=lambda person: Job.objects.filter(requested_by=person).order_by("-pk"),
        record=lambda job: {
            "kind": job.kind,
            "state": job.state,
            "created_at": job.created_at,
            "finished_at": job.finished_at,
        },
        words={"kind": JobWords(), "state": dict(JobState.choices)},
        covers=["people.job.requested_by"],
    ),
    Section(
        key="imports",
        title=_("Imports you started"),
        why=_("To show who brought people in; the file itself is deleted soon."),
        seen_by=OFFICERS,
        columns={"file_name": _("File"), "uploaded_at": _("Uploaded at")},
        rows=lambda person: PeopleImport.objects.filter(uploaded_by=person).order_by(
            "-pk"
        ),
        record=lambda found: {
            "file_name": found.file_name,
            "uploaded_at": found.uploaded_at,
        },
        covers=["people.peopleimport.uploaded_by"],
    ),
    Section(
        key="page_edits",
        title=_("Pages you edited"),
        why=_("To show who wrote what."),
        seen_by=_("you and everybody who works in the back office"),
        columns={"at": _("When"), "action": _("What"), "thing": _("Page")},
        rows=lambda person: PageLogEntry.objects.filter(user=person).order_by("-pk"),
        record=_edit,
        covers=["wagtailcore.pagelogentry.user"],
    ),
    Section(
        key="other_edits",
        title=_("Other content you edited"),
        why=_("To show who wrote what."),
        seen_by=_("you and everybody who works in the back office"),
        columns={"at": _("When"), "action": _("What"), "thing": _("Thing")},
        rows=lambda person: ModelLogEntry.objects.filter(user=person).order_by("-pk"),
        record=_edit,
        covers=["wagtailcore.modellogentry.user"],
    ),
    Section(
        key="reads",
        title=_("Looks of others at your results"),
        why=_("So that you know how often, and by what right."),
        seen_by=AUDITORS,
        columns={
            "at": _("When"),
            "capacity": _("By what right"),
            "kind": _("How"),
        },
        rows=lambda person: ResultRead.objects.filter(person=person).order_by(
            "-at", "-pk"
        ),
        record=lambda read: {
            "at": read.at,
            "capacity": read.capacity,
            "kind": read.kind,
        },
        words={
            "capacity": dict(Capacity.choices),
            "kind": dict(ReadKind.choices),
        },
        covers=["people.resultread.person"],
    ),
    Section(
        key="acts_on_you",
        title=_("What the audit log says about you"),
        why=_("So that every change can be explained later."),
        seen_by=AUDITORS,
        columns={
            "at": _("When"),
            "action": _("What"),
            "about": _("Thing"),
            "by": pgettext_lazy("audit", "By"),
        },
        # Looks are counted above, without a name as well.
        rows=lambda person: AuditEntry.objects.filter(
            person=person, reads=None
        ).order_by("-at", "-pk"),
        record=_act_on_me,
        words={
            "action": ActionWords(),
            "by": {
                "self": _("yourself"),
                "other": _("somebody else"),
                "system": _("the system"),
            },
        },
        covers=["people.auditentry.person"],
    ),
    Section(
        key="own_acts",
        title=_("What you did, as the audit log has it"),
        why=_("So that every change can be explained later."),
        seen_by=AUDITORS,
        columns={"at": _("When"), "action": _("What"), "about": _("Thing")},
        rows=lambda person: AuditEntry.objects.filter(actor=person).order_by(
            "-at", "-pk"
        ),
        record=_act,
        words={"action": ActionWords()},
        covers=["people.auditentry.actor"],
    ),
)
DATA = PersonalData(sections=SECTIONS + messages.SECTIONS, excluded=EXCLUDED)
