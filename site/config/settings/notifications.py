"""Which kinds of notifications there are, in the order of the settings page.

Kind → its words, as a dotted path (people/notifications/contract.py).
"""

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
