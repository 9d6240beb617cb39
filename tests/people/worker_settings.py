"""Settings of the worker processes that test_job_kill.py starts and kills."""

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CELERY_BROKER_URL


class NoMigrations:
    """For every app: tables straight from the models, made in two seconds."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


JOB_HANDLERS = {"killed": "tests.people.job_handlers.killed"}
MIGRATION_MODULES = NoMigrations()
if CELERY_BROKER_URL.startswith("redis"):
    # Beside whatever else uses this server.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": "waybill-killed-"}
