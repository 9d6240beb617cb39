"""The suite. DATABASE_URL and CELERY_BROKER_URL choose the servers here too."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="waybill-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if os.environ.get("PYTEST_XDIST_WORKER") != os.environ.get("WAYBILL_TEST_WORKER"):
    # Two processes with two databases must not share the file of demo sign-ins.
    os.environ["WAYBILL_TEST_WORKER"] = os.environ["PYTEST_XDIST_WORKER"]
    os.environ["DATA_DIR"] += "/" + os.environ["PYTEST_XDIST_WORKER"]
    Path(os.environ["DATA_DIR"]).mkdir()

from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATA_DIR, DATABASES, STORAGES

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as the site has it: in memory, all threads of a live server would share
    # one connection, and so each other's transactions.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CELERY_TASK_ALWAYS_EAGER = False
if os.environ.get("CELERY_BROKER_URL", "").startswith("redis"):
    CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"]
    # A process empties its cache without emptying its neighbour's.
    _server, _, _number = CELERY_BROKER_URL.rpartition("/")
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{_server}/{(int(_number) + 1 + _worker) % 16}"
else:
    # Nothing in the suite waits for a worker; tasks are called directly.
    CELERY_BROKER_URL = "memory://"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
BASE_URL = WAGTAILADMIN_BASE_URL = "https://academy.example"
for _folder in ("broker/queue", "broker/control", "cache", "static"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)
