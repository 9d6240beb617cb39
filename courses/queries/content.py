"""What is the same for every reader, kept in memory until somebody publishes.

Courses, steps and the handbook change a few times a day and are read with every page.
Each process keeps what it has read, together with a stamp from the shared cache; each
change of content makes a new stamp (courses/receivers.py), and what was kept under an
old one is read again. docs/speed.md says what it brings, docs/adr/0012 what it costs.
"""

import logging
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.core.cache import cache

Value = TypeVar("Value")

STAMP = "courses-content"
# Other processes see a change after this many seconds at most: so under load the
# stamp is asked for ten times a second, not with every request.
GRACE = 0.1
# Should a stamp ever be lost between a commit and the cache, this is how long.
MOST = 300.0

log = logging.getLogger(__name__)


class _Memory:
    """One process's copy: replaced as a whole, so threads need no lock."""

    def __init__(self, stamp: str) -> None:
        self.stamp = stamp
        self.made_at = time.monotonic()
        self.values: dict[Hashable, Any] = {}


_memory: _Memory | None = None
_asked_at = 0.0


def kept(name: Hashable, make: Callable[[], Value]) -> Value:
    """Return what was made under this name since content last changed, or make it.

    Whoever gets it must not change it: others hold the same object.
    """
    memory = _current()
    if memory is None:
        return make()
    if name not in memory.values:
        memory.values[name] = make()
    return cast(Value, memory.values[name])


def changed() -> None:
    """Let every process read content anew."""
    forget()
    try:
        cache.set(STAMP, uuid4().hex, None)
    except Exception:
        # The cache is down: nobody can keep anything until it is back.
        log.warning("content stamp not written")


def forget() -> None:
    """Drop this process's copy."""
    global _memory
    _memory = None


def _current() -> _Memory | None:
    """The memory that is still true; None while the cache is down."""
    global _memory, _asked_at
    now, memory = time.monotonic(), _memory
    if memory is not None and now - _asked_at < GRACE:
        return memory
    try:
        stamp = cache.get(STAMP)
        if stamp is None:
            # Two processes may race: the first one's stamp is the one for all.
            cache.add(STAMP, uuid4().hex, None)
            stamp = cache.get(STAMP)
    except Exception:
        stamp = None
    if stamp is None:
        return None
    if memory is None or memory.stamp != stamp or now - memory.made_at > MOST:
        memory = _memory = _Memory(stamp)
    _asked_at = now
    return memory
