"""Dotted paths by which a lower app speaks to the ones above it, without importing
them, as for password validators."""

QUIZ_RETURN_LINKS = "courses.references.quiz_return_links"
QUESTION_REFERENCES = {"handbook": "courses.references.handbook_links"}
# Who may do what, what the audit log's actions are called, what is held about a person:
# each app says its own, in this order on the pages.
RIGHTS = ["courses.rights.RIGHTS", "quizzes.rights.RIGHTS", "people.rights.RIGHTS"]
AUDIT_ACTIONS = [
    "people.actions.GROUPS",
    "courses.actions.GROUPS",
    "quizzes.actions.GROUPS",
]
PERSONAL_DATA = [
    "people.personal_data.sections.DATA",
    "courses.personal_data.DATA",
    "quizzes.personal_data.DATA",
]
# Kind of job → who does it (people/jobs/contract.py says what a handler is).
JOB_HANDLERS: dict[str, str] = {
    "check_people": "people.services.import_jobs.check_people",
    "import_people": "people.services.import_jobs.bring_in_people",
}
CERTIFICATE_REQUIREMENTS = ["courses.requirements.required_steps_passed"]
# Where company facts may be named: functions without arguments → list of FactText.
FACT_SOURCES = [
    "people.queries.notices.fact_texts",
    "quizzes.queries.fact_texts.fact_texts",
    "courses.queries.fact_texts.fact_texts",
]
# What apps above people do when two accounts of one person are merged
# (people/services/merging.py says what a merger is).
ACCOUNT_MERGERS = [
    "quizzes.services.merging.OpenAttempts",
    "courses.services.merging.Credits",
]
# Kind of notification → its words (people/notifications/contract.py), in the order of
# the settings page.
NOTIFICATION_KINDS: dict[str, str] = {
    "course_assigned": "courses.notifications.course_assigned",
    "course_due": "courses.notifications.course_due",
    "attempt_graded": "quizzes.notifications.attempt_graded",
    "certificate_issued": "courses.notifications.certificate_issued",
    "certificate_expiring": "courses.notifications.certificate_expiring",
    "certificate_revoked": "courses.notifications.certificate_revoked",
    "job_ended": "people.notifications.kinds.job_ended",
    "new_device": "people.notifications.kinds.new_device",
    "password_changed": "people.notifications.kinds.password_changed",
    "sign_in_code": "people.notifications.kinds.sign_in_code",
}
