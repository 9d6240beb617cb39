from people.models.audit import AuditEntry
from people.models.company_facts import (
    CompanyFact,
    CompanyFactValue,
    ReviewClearance,
    ReviewMark,
    TakenEffect,
)
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
    "CompanyFact",
    "CompanyFactValue",
    "Department",
    "Job",
    "JobState",
    "Membership",
    "Notice",
    "PeopleImport",
    "Post",
    "ReviewClearance",
    "ReviewMark",
    "Role",
    "SignInCode",
    "TakenEffect",
    "User",
]
