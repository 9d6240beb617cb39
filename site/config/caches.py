"""A Redis cache that is away is an empty one: slower pages, and nobody locked out."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Away
from redis.exceptions import TimeoutError as TooSlow
from redis.retry import Retry

Found = TypeVar("Found")

log = logging.getLogger(__name__)
# Seconds. Every page asks several times; its reader waits for all of them.
PATIENCE = 0.5


class _Client(RedisCacheClient):
    def _or(self, fallback: Found, ask: Callable[..., Found], *args: Any) -> Found:
        try:
            return ask(*args)
        except (Away, TooSlow) as error:
            log.warning("cache away", extra={"error": type(error).__qualname__})
            return fallback

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        # Into an empty cache everything can be added.
        return self._or(True, super().add, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._or(default, super().get, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._or(None, super().set, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> Any:
        return self._or(False, super().touch, key, timeout)

    def delete(self, key: Any) -> Any:
        return self._or(False, super().delete, key)

    def get_many(self, keys: Any) -> Any:
        nothing: dict[Any, Any] = {}
        return self._or(nothing, super().get_many, keys)

    def has_key(self, key: Any) -> Any:
        return self._or(False, super().has_key, key)

    def set_many(self, data: Any, timeout: Any) -> Any:
        return self._or(None, super().set_many, data, timeout)

    def delete_many(self, keys: Any) -> Any:
        return self._or(None, super().delete_many, keys)

    def incr(self, key: Any, delta: Any) -> Any:
        found = self._or(None, super().incr, key, delta)
        if found is None:
            # As for any key that is not there.
            raise ValueError(f"Key '{key}' not found.")
        return found


class PatientRedisCache(RedisCache):
    """Django's own, that answers as if empty while the server is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
        self._options = {
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            # The library's own waits seconds between three tries.
            "retry": Retry(NoBackoff(), 1),
            **params.get("OPTIONS", {}),
        }
