"""Dotted paths by which a lower app speaks to the ones above it, without importing
them; jobs and certificates have theirs in base.py."""

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
