"""What is the same for every reader, kept in memory until somebody changes it.

Each process keeps what it has read, together with a stamp from the shared cache; each
change makes a new stamp, and what was kept under an old one is read again.
docs/adr/0012 says what that brings and costs.
"""

import logging
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.core.cache import cache

Value = TypeVar("Value")

# Other processes see a change after this many seconds at most: so under load the
# stamp is asked for ten times a second, not with every request.
GRACE = 0.1
# Should a stamp ever be lost between a commit and the cache, this is how long.
MOST = 300.0

log = logging.getLogger(__name__)


class Memory:
    """One process's copy: replaced as a whole, so threads need no lock."""

    def __init__(self, stamp: str, edition: Hashable) -> None:
        self.stamp = stamp
        self.edition = edition
        self.made_at = time.monotonic()
        self.values: dict[Hashable, Any] = {}


class Kept:
    """Values of one origin, all dropped together when that changes.

    stamp: the name of its stamp in the shared cache
    edition: says of what else the values are made; another answer drops them too
    """

    def __init__(
        self, stamp: str, *, edition: Callable[[], Hashable] | None = None
    ) -> None:
        self.stamp = stamp
        self.memory: Memory | None = None
        self._edition = edition
        self._asked_at = 0.0

    def get(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was made under this name since the last change, or make it.

        Whoever gets it must not change it: others hold the same object.
        """
        memory = self._current()
        if memory is None:
            return make()
        if name not in memory.values:
            memory.values[name] = make()
        return cast(Value, memory.values[name])

    def changed(self) -> None:
        """Let every process read anew."""
        self.forget()
        try:
            cache.set(self.stamp, uuid4().hex, None)
        except Exception:
            # The cache is down: nobody can keep anything until it is back.
            log.warning("stamp %s not written", self.stamp)

    def forget(self) -> None:
        """Drop this process's copy."""
        self.memory = None

    def current_stamp(self) -> str | None:
        """The stamp of what is kept now; None while the cache is down."""
        memory = self._current()
        return memory.stamp if memory else None

    def _current(self) -> Memory | None:
        """The memory that is still true; None while the cache is down."""
        now, memory = time.monotonic(), self.memory
        edition = self._edition() if self._edition else None
        if memory is not None and memory.edition != edition:
            memory = None
        if memory is not None and now - self._asked_at < GRACE:
            return memory
        try:
            stamp = cache.get(self.stamp)
            if stamp is None:
                # Two processes may race: the first one's stamp is the one for all.
                cache.add(self.stamp, uuid4().hex, None)
                stamp = cache.get(self.stamp)
        except Exception:
            stamp = None
        if stamp is None:
            return None
        if memory is None or memory.stamp != stamp or now - memory.made_at > MOST:
            memory = self.memory = Memory(stamp, edition)
        self._asked_at = now
        return memory
