"""How the events of an enrolment become its progress.

Events are never rewritten, so a state is a fold over them: each kind has a rank,
and a step stands at the highest rank it ever reached. That makes the answer the
same whatever the order of the events and however often one is recorded, and a
step that is done stays done. In words: docs/rules/progress.md
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where one step of an enrolment stands."""

    NOT_STARTED = "not_started"
    OPENED = "opened"
    FAILED = "failed"  # tried, and not passed yet
    WAIVED = "waived"  # done: somebody let the person off
    PASSED = "passed"  # done: the person did it

    @property
    def is_done(self) -> bool:
        return self in {State.WAIVED, State.PASSED}


_RANK = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one step; `kind` is a State but NOT_STARTED."""

    step: int
    kind: State
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the course as it is today, in course order."""

    pk: int
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The fold of one step's events."""

    state: State = State.NOT_STARTED
    # When it was first done; None until then.
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an enrolment has come."""

    standings: dict[int, Standing]
    required: int
    done: int
    # The step to go on with; None when nothing is left.
    next_step: int | None

    @property
    def is_complete(self) -> bool:
        return self.required > 0 and self.done == self.required

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means that every required step is done."""
        return 100 * self.done // self.required if self.required else 0

    def state_of(self, step: int) -> State:
        return self.standings.get(step, Standing()).state


def fold(events: Iterable[Event]) -> dict[int, Standing]:
    """Return where every step with events stands."""
    standings: dict[int, Standing] = {}
    for event in events:
        before = standings.get(event.step, Standing())
        standings[event.step] = Standing(
            state=max(before.state, event.kind, key=_RANK.__getitem__),
            done_at=_earliest(before.done_at, event),
        )
    return standings


def progress(steps: Sequence[Step], events: Iterable[Event]) -> Progress:
    """Measure the events against the course's steps of today.

    Events of steps that have left the course are kept and do not count.
    """
    standings = fold(events)
    current = {s.pk: standings.get(s.pk, Standing()) for s in steps}
    required = [s for s in steps if s.is_required]
    return Progress(
        standings=current,
        required=len(required),
        done=sum(current[s.pk].state.is_done for s in required),
        next_step=_next(steps, current),
    )


def _next(steps: Sequence[Step], standings: dict[int, Standing]) -> int | None:
    """The first required step that is not done; then the first optional one."""
    left = [s for s in steps if not standings[s.pk].state.is_done]
    required = [s for s in left if s.is_required]
    return next((s.pk for s in [*required, *left]), None)


def _earliest(done_at: datetime | None, event: Event) -> datetime | None:
    if not event.kind.is_done:
        return done_at
    return event.at if done_at is None else min(done_at, event.at)
