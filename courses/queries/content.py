"""What is the same for every reader, kept in memory until somebody publishes.

Courses, steps and the handbook change a few times a day and are read with every page.
Each change of content makes a new stamp (courses/receivers.py); texts are kept with
the values of the company facts they name, so a change of those drops them as well.
docs/speed.md says what it brings, docs/adr/0012 what it costs.
"""

from people.kept import Kept
from people.queries import company_facts

CONTENT = Kept("courses-content", edition=company_facts.edition)
kept = CONTENT.get
changed = CONTENT.changed


def forget() -> None:
    """Drop this process's copy, that of the company facts included."""
    CONTENT.forget()
    company_facts.forget()
