"""What the clock starts, and how often; times are those of Shanghai."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "submit-overdue-attempts": {
        "task": "quizzes.schedule.submit_overdue_attempts",
        "schedule": 30.0,
    },
    "render-missing-certificates": {
        "task": "courses.schedule.render_missing_certificates",
        "schedule": 60.0,
    },
    "draw-approved-versions": {
        "task": "quizzes.schedule.draw_approved_versions",
        "schedule": 30.0,
    },
    "publish-what-is-due": {
        "task": "courses.schedule.publish_what_is_due",
        "schedule": 30.0,
    },
    "restart-jobs": {"task": "people.schedule.restart_jobs", "schedule": 20.0},
    "apply-memberships": {
        "task": "people.schedule.apply_memberships",
        # Midnight in Shanghai is noticed within five minutes.
        "schedule": 300.0,
    },
    "take-up-facts": {"task": "people.schedule.take_up_facts", "schedule": 300.0},
    "send-mails": {"task": "people.schedule.send_mails", "schedule": 60.0},
    "remind": {
        "task": "courses.schedule.remind",
        "schedule": crontab(hour="6,12,18", minute=40),
    },
    "forget-uploads": {"task": "people.schedule.forget_uploads", "schedule": 600.0},
    "clear-sessions": {
        "task": "people.schedule.clear_sessions",
        "schedule": crontab(hour=4, minute=10),
    },
}
