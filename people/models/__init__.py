from people.models.audit import AuditEntry
from people.models.competencies import Competency, PostCompetency
from people.models.imports import PeopleImport
from people.models.jobs import Job, JobState
from people.models.memberships import Membership
from people.models.notices import Acknowledgement, Notice
from people.models.organisation import Department, Post
from people.models.roles import Role
from people.models.sign_in_codes import CodeSheet, SignInCode
from people.models.users import User

__all__ = [
    "Acknowledgement",
    "AuditEntry",
    "CodeSheet",
    "Competency",
    "Department",
    "Job",
    "JobState",
    "Membership",
    "Notice",
    "PeopleImport",
    "Post",
    "PostCompetency",
    "Role",
    "SignInCode",
    "User",
]
