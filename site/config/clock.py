"""What the clock starts, and how often (in seconds)."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
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
    "forget-uploads": {"task": "people.schedule.forget_uploads", "schedule": 600.0},
    "clear-sessions": {
        "task": "people.schedule.clear_sessions",
        "schedule": crontab(hour=4, minute=10),
    },
}
