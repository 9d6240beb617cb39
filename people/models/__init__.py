from people.models.audit import AuditEntry
from people.models.company_facts import (
    CompanyFact,
    CompanyFactValue,
    ReviewClearance,
    ReviewMark,
    TakenEffect,
)
from people.models.competencies import Competency, PostCompetency
from people.models.devices import KnownDevice
from people.models.imports import PeopleImport
from people.models.jobs import Job, JobState
from people.models.mails import Delivery, Mail, MailState
from people.models.memberships import Membership
from people.models.notices import Acknowledgement, Notice
from people.models.notifications import Notification, NotificationSettings
from people.models.organisation import Department, Post
from people.models.reads import Capacity, ReadKind, ResultRead
from people.models.roles import Role
from people.models.sign_in_codes import CodeSheet, SignInCode
from people.models.users import User

__all__ = [
    "Acknowledgement",
    "AuditEntry",
    "Capacity",
    "CodeSheet",
    "CompanyFact",
    "CompanyFactValue",
    "Competency",
    "Delivery",
    "Department",
    "Job",
    "JobState",
    "KnownDevice",
    "Mail",
    "MailState",
    "Membership",
    "Notice",
    "Notification",
    "NotificationSettings",
    "PeopleImport",
    "Post",
    "PostCompetency",
    "ReadKind",
    "ResultRead",
    "ReviewClearance",
    "ReviewMark",
    "Role",
    "SignInCode",
    "TakenEffect",
    "User",
]
