"""What every environment shares. Two variables alone choose the servers:
DATABASE_URL (SQLite or PostgreSQL) and CELERY_BROKER_URL (files or Redis)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from config.env import database, env_int, env_optional_secret, mail
from config.settings.registries import *  # noqa: F403

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
    "config.middleware.locked_database",
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

# People and sign-in ---------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "people.backends.EmployeeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "people.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("employee_number", "name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
# No mail to addresses that nobody here has.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole office signs in from one address: names are counted by axes, per
# [name, address]; these per-address limits only stop floods.
ACCOUNT_RATE_LIMITS = {
    "login": "3000/m/ip",
    "login_failed": False,
    "change_password": "30/m/user",
    "reset_password": "300/m/ip,5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", default=0)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "people.backends.attempted_employee_number"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT or None
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

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
    CELERY_BROKER_TRANSPORT_OPTIONS = {
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
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ.get("CACHE_URL") or CELERY_BROKER_URL,
            "KEY_PREFIX": "waybill",
        }
    }
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
CELERY_BEAT_SCHEDULE = {
    "submit-overdue-attempts": {
        "task": "quizzes.schedule.submit_overdue_attempts",
        "schedule": 30.0,
    },
    "render-missing-certificates": {
        "task": "courses.schedule.render_missing_certificates",
        "schedule": 60.0,
    },
    "restart-jobs": {"task": "people.schedule.restart_jobs", "schedule": 20.0},
    "forget-uploads": {"task": "people.schedule.forget_uploads", "schedule": 600.0},
    "clear-sessions": {
        "task": "people.schedule.clear_sessions",
        "schedule": crontab(hour=4, minute=10),
    },
}

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
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# What lower apps ask of upper ones: dotted paths, as for password validators ---
# Kind of job → who does it (people/jobs/contract.py says what a handler is).
JOB_HANDLERS: dict[str, str] = {
    "check_people": "people.services.import_jobs.check_people",
    "import_people": "people.services.import_jobs.bring_in_people",
}
# A worker that said nothing for this long is dead, and its job begins again.
JOB_STALE_AFTER = timedelta(seconds=env_int("JOB_STALE_SECONDS", default=60))
CERTIFICATE_REQUIREMENTS = ["courses.requirements.required_steps_passed"]

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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Its lines carry whole paths; config.middleware.request_log writes the
        # route instead, which names nobody.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
        # A line per page saved and per index touched tells nobody anything.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "kombu": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
