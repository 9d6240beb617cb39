"""kill -9 in the middle of three jobs, start again: the same results, effects once.

Real workers on a database of their own, with either broker. One job is killed before
it writes, one inside its transaction, one after the commit.
"""

SPOTS = ("before", "inside", "after")
STATES = (
    "SELECT CAST(arguments AS TEXT), state, attempts, CAST(result AS TEXT)"
    " FROM people_job"
)
EFFECTS = "SELECT action, count(*) FROM people_auditentry GROUP BY action"


def jobs_of(company):
    """Return spot → state, attempts, spot in the result."""
    rows = company.ask(STATES)
    spots = ((s, row) for s in SPOTS for row in rows if f'"{s}"' in row[0])
    return {s: (state, n, s in str(result)) for s, (_, state, n, result) in spots}


def test_a_killed_worker_costs_nothing_but_time(company):
    company.start("tests/people/ask_for_jobs.py", str(company.marks)).wait(timeout=30)

    with company.worker():
        company.until(lambda: {p.name for p in company.marks.iterdir()} == set(SPOTS))

    assert jobs_of(company) == {
        "before": ("running", 1, False),
        "inside": ("running", 1, False),
        "after": ("done", 1, True),
    }
    assert dict(company.ask(EFFECTS)) == {"test.after": 1}

    with company.worker():
        company.until(
            lambda: all(job[0] == "done" for job in jobs_of(company).values()),
            tick=company.let_the_clock_tick,
        )

    assert jobs_of(company) == {
        "before": ("done", 2, True),
        "inside": ("done", 2, True),
        "after": ("done", 1, True),
    }
    assert dict(company.ask(EFFECTS)) == {f"test.{spot}": 1 for spot in SPOTS}
