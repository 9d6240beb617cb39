"""kill -9 while a table of people is being written, start again: everybody, once."""

ROWS = 1200
JOB = "SELECT state, attempts FROM people_job WHERE kind = 'import_people'"
NEWCOMERS = "SELECT count(*) FROM people_user WHERE employee_number <> 'QH0001'"
EFFECTS = "SELECT action, count(*) FROM people_auditentry GROUP BY action"


def test_a_killed_import_leaves_nothing_half_and_is_brought_in_once(company):
    company.start("tests/people/ask_for_import.py", str(ROWS)).wait(timeout=60)

    with company.worker():
        company.until((company.marks / "writing").exists)

    assert company.ask(JOB)[0] == ("running", 1)
    assert company.ask(NEWCOMERS)[0][0] == 0
    assert "person.created" not in dict(company.ask(EFFECTS))

    with company.worker():
        company.until(
            lambda: company.ask(JOB)[0][0] == "done",
            tick=company.let_the_clock_tick,
        )

    assert company.ask(JOB)[0] == ("done", 2)
    assert company.ask(NEWCOMERS)[0][0] == ROWS
    effects = dict(company.ask(EFFECTS))
    assert effects["person.created"] == effects["membership.joined"] == ROWS
    assert effects["people.imported"] == 1
