"""Run tasks at a concurrency for a while and say how long each took."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import ceil

from config.bench.client import Connection

# One request, or whatever is to be timed as one; False: nothing is left to do.
Task = Callable[[Connection], Awaitable[bool]]


@dataclass(slots=True)
class Timing:
    """What was measured; several stretches of the same task may be added up."""

    # Milliseconds, one per request.
    took: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: "Timing") -> None:
        self.took += other.took
        self.seconds += other.seconds

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The nearest-rank percentile; 0 of nothing."""
        if not self.took:
            return 0.0
        ordered = sorted(self.took)
        return ordered[max(ceil(share * len(ordered)) - 1, 0)]


class Driver:
    """A set of open connections that tasks are run on."""

    def __init__(self, port: int, most: int) -> None:
        self.connections = [Connection(port) for _ in range(most)]

    async def run(self, task: Task, *, concurrency: int, seconds: float) -> Timing:
        """Keep `concurrency` tasks going until the time is up or no work is left."""
        timing = Timing()
        start = time.perf_counter()
        until = start + seconds

        async def worker(connection: Connection) -> None:
            while (begun := time.perf_counter()) < until:
                if not await task(connection):
                    return
                timing.took.append((time.perf_counter() - begun) * 1000)

        await asyncio.gather(
            *(worker(connection) for connection in self.connections[:concurrency])
        )
        timing.seconds = time.perf_counter() - start
        return timing

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
