"""What every environment shares. Two variables alone choose the servers:
DATABASE_URL (SQLite or PostgreSQL) and CELERY_BROKER_URL (files or Redis)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from config.env import database, env_int, env_optional_secret, mail
from config.settings.clock import CELERY_BEAT_SCHEDULE  # noqa: F401
from config.settings.logs import LOGGING  # noqa: F401
from config.settings.registries import *  # noqa: F403
from config.settings.sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "evaluations",
    "courses",
    "quizzes",
    "people",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "people.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.metrics.request_metrics",
    "config.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.preferred_language",
    "config.middleware.personal_pages_are_not_kept",
    "config.middleware.first_things_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # In the place of the package's own tags: each icon is drawn once.
            "libraries": {"heroicons": "config.icons"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.navigation",
            ],
        },
    },
]

# Database, cache, background work: the embedded default needs no server ------
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL")
        or f"sqlite:///{quote(str(DATA_DIR / 'waybill.sqlite3'))}",
        password=env_optional_secret("DATABASE_PASSWORD"),
    )
}
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or "filesystem://"
if CELERY_BROKER_URL.startswith("filesystem://"):
    _QUEUE = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int] = {
        "data_folder_in": str(_QUEUE / "queue"),
        "data_folder_out": str(_QUEUE / "queue"),
        "control_folder": str(_QUEUE / "control"),
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "config.caches.PatientRedisCache",
            "LOCATION": os.environ.get("CACHE_URL") or CELERY_BROKER_URL,
            "KEY_PREFIX": "waybill",
        }
    }
    # Else a page that leaves work for later waits six seconds while it is away.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "socket_connect_timeout": 1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page must not wait for a broker that is down: publishing gives up at once and
# the clock finds the work that was left.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "clock")

# Mail ------------------------------------------------------------------------
# Without EMAIL_URL mails are files in DATA_DIR, and no page offers what needs one.
_MAIL = mail(env_optional_secret("EMAIL_URL"), folder=DATA_DIR / "mail")
HAS_MAIL = bool(_MAIL["HAS_MAIL"])
globals().update(_MAIL)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "academy@localhost"
PASSWORD_RESET_TIMEOUT = 3600

# Language, time, files -------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [SITE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
# An image has them built in, apart from the data.
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA_DIR / "static")
STATICFILES_DIRS = [SITE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": None, "base_url": "/media/"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": None,
            "base_url": None,
            # Certificates have names on them: for nobody else on this machine.
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "config.static.BundledStaticFilesStorage"},
}
MEDIA_ROOT = (DATA_DIR if os.environ.get("DATA_DIR") else BASE_DIR) / "media"
STORAGES["default"]["OPTIONS"]["location"] = MEDIA_ROOT / "public"  # type: ignore[index]
STORAGES["private"]["OPTIONS"]["location"] = MEDIA_ROOT / "private"  # type: ignore[index]
WHITENOISE_MAX_AGE = 300

# Wagtail ----------------------------------------------------------------------
WAGTAIL_SITE_NAME = "运单学院"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "UTC"]
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
# Three people make an edition (docs/rules/editorial.md).
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.publishing.publish"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# A worker that said nothing for this long is dead, and its job begins again.
JOB_STALE_AFTER = timedelta(seconds=env_int("JOB_STALE_SECONDS", default=60))

# Where a certificate's QR code points: the address people reach the site at.
BASE_URL = WAGTAILADMIN_BASE_URL

# Empty: nobody may ask for /metrics, and nothing is counted.
METRICS_TOKEN = env_optional_secret("METRICS_TOKEN")

# Security ---------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its own previews
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Wagtail's own pages: each widening is explained in docs/adr/0007 and tested.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
}
# The page editor, its listings and date pickers start themselves by inline scripts.
ADMIN_INLINE_SCRIPTS = (
    "/admin/pages/",
    "/admin/handbook_entries/",
    "/admin/reports/",
    "/admin/workflows/",
    "/admin/users/",
)
