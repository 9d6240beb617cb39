"""Production: no defaults for secrets and hosts, so a missing one stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured

from config import media, sentry
from config.env import env_bool, env_int, env_list, env_optional_secret, env_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    ADMIN_CONTENT_SECURITY_POLICY,
    CONTENT_SECURITY_POLICY,
    STORAGES,
)

SECRET_KEY = env_secret("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("set ALLOWED_HOSTS to the names this site answers to")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Media in a bucket instead of on the disk (requirements-s3.txt).
if _bucket := os.environ.get("MEDIA_S3_BUCKET"):
    _host = os.environ.get("MEDIA_S3_PUBLIC_HOST", "")
    _endpoint = os.environ.get("MEDIA_S3_ENDPOINT", "")
    STORAGES |= media.s3(
        _bucket,
        endpoint=_endpoint,
        region=os.environ.get("MEDIA_S3_REGION", ""),
        public_host=_host,
    )
    _origins = media.origins(endpoint=_endpoint, public_host=_host)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += _origins
    ADMIN_CONTENT_SECURITY_POLICY["img-src"] += _origins  # type: ignore[operator]

# Failures to a Sentry server (requirements-sentry.txt).
if _dsn := env_optional_secret("SENTRY_DSN"):
    sentry.start(_dsn, release=os.environ.get("RELEASE", ""))
