"""`make run`: production's settings on one machine over plain http (docs/adr/0005).

The launcher has made the secret key and the host list; cookies cannot be
"secure" without TLS, everything else is as in production.
"""

from config.settings.production import *  # noqa: F403
from config.settings.production import DATA_DIR

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
for _folder in ("broker/queue", "broker/control", "cache", "static"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)
