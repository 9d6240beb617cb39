"""One run of the bench: every page at every concurrency, the floor in between.

A machine is never equally fast for minutes, so page and floor take turns in short
stretches and are compared with each other, not with a number of another day.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from config.bench import scenarios
from config.bench.measure import Driver, Task, Timing
from config.bench.scenarios import Cost, Stage

STRETCHES = 5
WITHOUT_CLOCK = 4
WARM_UP = 1.5  # seconds
# Saves are measured against this many papers' questions at most.
PAPERS_READ = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One page at one concurrency."""

    page: str
    concurrency: int
    timing: Timing
    floor: Timing
    cost: Cost

    @property
    def share(self) -> float:
        """The page's requests per second in percent of the floor's."""
        floor = self.floor.per_second
        return 100 * self.timing.per_second / floor if floor else 0.0

    def as_data(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "concurrency": self.concurrency,
            "requests": len(self.timing.took),
            "per_second": round(self.timing.per_second, 1),
            "p50_ms": round(self.timing.percentile(0.50), 2),
            "p95_ms": round(self.timing.percentile(0.95), 2),
            "floor_per_second": round(self.floor.per_second, 1),
            "percent_of_floor": round(self.share, 1),
            "queries": self.cost.queries,
            "bytes": self.cost.bytes,
        }


def bench(
    *,
    port: int,
    cast: dict[str, Any],
    concurrency: Iterable[int],
    seconds: float,
    say: Callable[[Line], None],
) -> list[Line]:
    """Measure everything; each line is said as soon as it is known."""
    return asyncio.run(_bench(port, cast, list(concurrency), seconds, say))


async def _bench(
    port: int,
    cast: dict[str, Any],
    concurrency: list[int],
    seconds: float,
    say: Callable[[Line], None],
) -> list[Line]:
    driver = Driver(port, max(4, *concurrency))
    lines: list[Line] = []
    try:
        stage = await scenarios.open_stage(driver, cast)
        # Each of the server's threads opens its connection to the database once.
        warm = scenarios.floor(stage)
        await driver.run(warm, concurrency=max(concurrency), seconds=WARM_UP)
        for many in concurrency:
            async for line in _round(driver, stage, many, seconds):
                lines.append(line)
                say(line)
    finally:
        driver.close()
    return lines


async def _round(driver: Driver, stage: Stage, many: int, seconds: float) -> Any:
    async def line(name: str, task: Task) -> Line:
        timing, floor = Timing(), Timing()
        beside = scenarios.floor(stage)
        # Without the clock: templates are parsed, memories filled, queries counted.
        for _ in range(WITHOUT_CLOCK):
            await task(driver.connections[0])
        for _ in range(STRETCHES):
            stretch = seconds / STRETCHES
            timing.add(await driver.run(task, concurrency=many, seconds=stretch))
            floor.add(await driver.run(beside, concurrency=many, seconds=stretch / 2))
        return Line(
            page=name,
            concurrency=many,
            timing=timing,
            floor=floor,
            cost=stage.costs.get(name, Cost()),
        )

    stage.refill()
    for name, make in BEFORE:
        yield await line(name, make(stage))
    await scenarios.read_papers(stage, driver, most=PAPERS_READ)
    yield await line("open paper", scenarios.paper(stage))
    yield await line("autosave", scenarios.autosave(stage))
    stage.questions.clear()
    yield await line("submit", scenarios.submit(stage))
    yield await line("result", scenarios.result(stage))
    yield await line("HR report", scenarios.report(stage))
    await scenarios.submit_the_rest(stage, driver)


BEFORE = (
    ("floor", scenarios.floor),
    ("sign-in", scenarios.signing_in),
    ("home", scenarios.home),
    ("handbook entry", scenarios.entry),
    ("quiz start", scenarios.start),
)
