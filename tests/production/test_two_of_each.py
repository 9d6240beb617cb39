"""Two web servers and two workers on one PostgreSQL and one Redis, as in compose.yaml.

The services' own commands and variables, the core journey over HTTP from several
threads, and at the end exact numbers of everything.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest

from tests.production.deployment import commands_of
from tests.production.running import TOKEN, Browser, wait_for_papers

pytestmark = pytest.mark.postgres


def at_once(*works):
    """Let all go together; return what each gave, or raise what one raised."""
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, w) for w in works]]


def journey(site, facts, number, answer):
    """Sign in, start twice, save from two tabs at once, submit twice at once."""
    tab = Browser(site).sign_in(number, facts["password"])
    other = tab.twin(1)

    start = f"/quizzes/{facts['quiz']}/start/"
    opened = at_once(lambda: tab.post(start, {}), lambda: other.post(start, {}))
    [paper] = {response.headers["Location"] for response in opened}
    html = tab.get(paper).text
    items = re.findall(r'action="(/quizzes/items/\d+/)"', html)
    seen = {"saved": [], "stale": 0, "again": []}
    for item in items:
        one = {"operation_id": str(uuid4()), "expected_sequence": "0", "answer": answer}
        # The same save twice: the network repeated it. Then another tab's.
        same = at_once(lambda: tab.save(item, one), lambda: other.save(item, one))  # noqa: B023
        seen["again"].append(sorted(status for status, _ in same))
        seen["saved"].append({reply["sequence"] for _, reply in same})
        late = one | {"operation_id": str(uuid4())}
        seen["stale"] += other.save(item, late)[0] == 409
    submit = paper + "submit/"
    done = at_once(lambda: tab.post(submit, {}), lambda: other.post(submit, {}))
    seen["submitted"] = [response.status for response in done]
    seen["result"] = tab.get(done[0].headers["Location"]).status
    return seen


def test_the_core_journey_from_several_threads(site):
    facts = site.prepare()
    for port in site.ports:
        site.start("web", port=port)
    for number in (1, 2):
        [worker] = commands_of("worker")
        site.start("worker", command=[*worker, "--hostname", f"w{number}@%h"])
    site.start("clock")
    site.wait_until_ready()

    # Two know everything, two know nothing.
    who = zip(facts["learners"], ("true", "false") * 2, strict=True)
    seen = at_once(*(partial(journey, site, facts, *one) for one in who))

    people, questions = len(facts["learners"]), facts["questions"]
    assert (
        seen
        == [
            {
                "saved": [{1}] * questions,
                "again": [[200, 200]] * questions,
                "stale": questions,
                "submitted": [302, 302],
                "result": 200,
            }
        ]
        * people
    )
    assert site.ask("SELECT count(*) FROM quizzes_attempt") == [(people,)]
    assert site.ask("SELECT count(*) FROM quizzes_response") == [(people * questions,)]
    assert site.ask(
        "SELECT count(*), count(DISTINCT item_id) FROM quizzes_marking"
    ) == [(people * questions, people * questions)]
    assert site.ask(
        "SELECT grade, passed, count(*) FROM quizzes_attempt GROUP BY 1, 2 ORDER BY 1"
    ) == [(0, False, 2), (100, True, 2)]
    assert site.ask("SELECT count(*) FROM courses_certificate") == [(2,)]
    wait_for_papers(site, [(2,)])
    counted = requests_counted(site)
    assert counted["quizzes:submit"] == 2 * people
    assert counted["quizzes:respond"] == 3 * people * questions


def requests_counted(site):
    """Ask one of the four web processes; it answers for all of them."""
    browser = Browser(site, site.ports[0])
    text = browser.get("/metrics", Authorization=f"Bearer {TOKEN}").text
    found = {}
    pattern = r'waybill_requests_total\{method="POST",route="([\w:]+)".*\} ([\d.]+)'
    for route, number in re.findall(pattern, text):
        found[route] = found.get(route, 0) + int(float(number))
    return found
