"""What is driven: real signed-in sessions doing what people do."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

from config.bench.client import Connection, Reply, Session
from config.bench.measure import Driver, Task
from config.bench.middleware import ASKED, HEADER

FLOOR = "/bench/floor/"
TIMES_ASKED = 8
SIGN_IN = "/account/sign-in/"
ENTRY = "/handbook/1/"
QUESTION = re.compile(
    r'<form class="question".*?action="(?P<url>[^"]+)".*?</form>', re.DOTALL
)
CHOICE = re.compile(r'name="answer" value="(?P<value>[^"]+)"')


class Unexpected(Exception):
    """A page answered otherwise than for a person who may see it."""

    def __init__(self, what: str, reply: Reply) -> None:
        where = f" to {reply.location}" if reply.location else ""
        super().__init__(f"{what} answered {reply.status}{where}")


@dataclass(slots=True)
class Cost:
    """What one request of a page costs beside time."""

    queries: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an open paper, and an answer its form offers."""

    session: Session
    url: str
    answer: str


@dataclass(slots=True)
class Stage:
    """The signed-in people and what they have open; filled as the bench goes on."""

    learners: list[Session]
    officers: list[Session]
    password: str
    quizzes: list[int]
    to_start: "deque[tuple[Session, int]]" = field(default_factory=deque)
    started: "deque[tuple[Session, str]]" = field(default_factory=deque)
    questions: "deque[Question]" = field(default_factory=deque)
    results: list[tuple[Session, str]] = field(default_factory=list)
    costs: dict[str, Cost] = field(default_factory=dict)
    asked: "Counter[str]" = field(default_factory=Counter)

    def refill(self) -> None:
        """Every learner may start every paper again; the old ones are submitted."""
        pairs = ((who, quiz) for quiz in self.quizzes for who in self.learners)
        self.to_start = deque(pairs)

    def note(self, name: str, reply: Reply) -> None:
        """Keep the least: the first request of a process also fills its memory."""
        if HEADER.lower() not in reply.headers:
            return
        cost = Cost(int(reply.headers[HEADER.lower()]), len(reply.body))
        known = self.costs.get(name)
        if known is None or cost.queries < known.queries:
            self.costs[name] = cost


async def open_stage(driver: Driver, cast: dict[str, Any]) -> Stage:
    """Sign everybody in."""
    stage = Stage(
        learners=[Session(name) for name in cast["learners"]],
        officers=[Session(name) for name in cast["officers"]],
        password=cast["password"],
        quizzes=cast["quizzes"],
    )
    waiting = deque([*stage.learners, *stage.officers])

    async def work(connection: Connection) -> None:
        while waiting:
            await sign_in(connection, waiting.popleft(), stage.password)

    await asyncio.gather(*(work(connection) for connection in driver.connections[:4]))
    return stage


async def sign_in(
    connection: Connection, session: Session, password: str, **headers: str
) -> Reply:
    """Type number and password, as on the page."""
    if "csrftoken" not in session.cookies:
        await session.get(connection, SIGN_IN)
    fields = {"login": session.name, "password": password}
    reply = await session.post(connection, SIGN_IN, fields, **headers)
    if reply.status != 302 or not reply.location.rstrip("/").endswith(("", "/")):
        raise Unexpected("signing in", reply)
    return reply


def page(stage: Stage, name: str, paths: Iterator[tuple[Session, str]]) -> Task:
    """A page that is read; the first reading of each name also counts its cost."""

    async def read(connection: Connection) -> bool:
        session, path = next(paths)
        reply = await session.get(connection, path, **_asked(stage, name))
        if reply.status != 200:
            raise Unexpected(name, reply)
        stage.note(name, reply)
        return True

    return read


def floor(stage: Stage) -> Task:
    return page(stage, "floor", cycle((who, FLOOR) for who in stage.learners))


def home(stage: Stage) -> Task:
    return page(stage, "home", cycle((who, "/") for who in stage.learners))


def entry(stage: Stage) -> Task:
    return page(stage, "handbook entry", cycle((who, ENTRY) for who in stage.learners))


def report(stage: Stage) -> Task:
    return page(stage, "HR report", cycle((who, "/people/") for who in stage.officers))


def result(stage: Stage) -> Task:
    return page(stage, "result", cycle(stage.results))


def signing_in(stage: Stage) -> Task:
    people = cycle(stage.learners)

    async def again(connection: Connection) -> bool:
        # A browser of its own: the session in use elsewhere stays as it is.
        fresh = Session(next(people).name)
        await fresh.get(connection, SIGN_IN)
        headers = _asked(stage, "sign-in")
        reply = await sign_in(connection, fresh, stage.password, **headers)
        stage.note("sign-in", reply)
        return True

    return again


def start(stage: Stage) -> Task:
    async def begin(connection: Connection) -> bool:
        if not stage.to_start:
            return False
        who, quiz = stage.to_start.popleft()
        headers = _asked(stage, "quiz start")
        reply = await who.post(connection, f"/quizzes/{quiz}/start/", {}, **headers)
        if reply.status != 302 or "/attempts/" not in reply.location:
            raise Unexpected("quiz start", reply)
        stage.note("quiz start", reply)
        stage.started.append((who, reply.location))
        return True

    return begin


async def read_papers(stage: Stage, driver: Driver, *, most: int) -> None:
    """Open the papers that were started and find the questions in them."""
    papers = list(stage.started)[:most]
    for who, path in papers:
        reply = await who.get(driver.connections[0], path)
        if reply.status != 200:
            raise Unexpected("open paper", reply)
        for form in QUESTION.finditer(reply.text):
            choice = CHOICE.search(form[0])
            if choice is not None:
                stage.questions.append(Question(who, form["url"], choice["value"]))


def paper(stage: Stage) -> Task:
    return page(stage, "open paper", cycle(list(stage.started)))


def autosave(stage: Stage) -> Task:
    async def save(connection: Connection) -> bool:
        if not stage.questions:
            return False
        question = stage.questions.popleft()
        fields = {
            "operation_id": str(uuid4()),
            "expected_sequence": "0",
            "answer": question.answer,
        }
        headers = {"accept": "application/json"} | _asked(stage, "autosave")
        reply = await question.session.post(connection, question.url, fields, **headers)
        if reply.status != 200:
            raise Unexpected("autosave", reply)
        stage.note("autosave", reply)
        return True

    return save


def submit(stage: Stage) -> Task:
    async def close(connection: Connection) -> bool:
        if not stage.started:
            return False
        who, path = stage.started.popleft()
        headers = _asked(stage, "submit")
        reply = await who.post(connection, f"{path}submit/", {}, **headers)
        if reply.status != 302 or "/result/" not in reply.location:
            raise Unexpected("submit", reply)
        stage.note("submit", reply)
        stage.results.append((who, reply.location))
        return True

    return close


async def submit_the_rest(stage: Stage, driver: Driver) -> None:
    """So that every paper can be started again; nothing of it is measured."""
    close = submit(stage)

    async def work(connection: Connection) -> None:
        while await close(connection):
            pass

    await asyncio.gather(*(work(connection) for connection in driver.connections[:4]))


def _asked(stage: Stage, name: str) -> dict[str, str]:
    """Ask for the number of queries a few times, then no more."""
    stage.asked[name] += 1
    return {ASKED.lower(): "1"} if stage.asked[name] <= TIMES_ASKED else {}


MakeTask = Callable[[Stage], Task]
