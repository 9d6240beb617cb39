"""For a developer's own machine: manage.py without further settings."""

import os

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, STORAGES

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = "only-for-development"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATA_DIR.mkdir(parents=True, exist_ok=True)
for _folder in ("broker/queue", "broker/control", "cache"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
