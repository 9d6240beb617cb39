"""`manage.py bench`: the launcher's settings with the floor and a query counter.

Never for serving people: it refuses to load unless the bench itself says BENCH=1.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CACHES, MIDDLEWARE

if os.environ.get("BENCH") != "1":
    raise ImproperlyConfigured("these settings are for `manage.py bench` only")
ROOT_URLCONF = "config.bench.urls"
MIDDLEWARE = ["config.bench.middleware.count_queries", *MIDDLEWARE]
# Where a Redis answers, sessions are cached in it, as in production; under a name
# of this run, so that it can be emptied afterwards.
if os.environ.get("BENCH_CACHE_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["BENCH_CACHE_URL"],
        "KEY_PREFIX": os.environ["BENCH_CACHE_PREFIX"],
    }
