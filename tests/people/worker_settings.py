"""Settings of the worker processes that tests start and kill (killable.py)."""

import os

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CELERY_BROKER_URL, JOB_HANDLERS


class NoMigrations:
    """For every app: tables straight from the models, made in two seconds."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


JOB_HANDLERS = {
    **JOB_HANDLERS,
    "killed": "tests.people.job_handlers.killed",
    "import_people": "tests.people.job_handlers.import_people",
}
MIGRATION_MODULES = NoMigrations()
if CELERY_BROKER_URL.startswith("redis"):
    # Beside whatever else uses this server.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": os.environ["KILLED_PREFIX"]}
