"""Bring in the fictional company and a little history (again: changes nothing)."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from config import demo, demo_history
from people.services import company_facts_starter, demo_company


class Command(BaseCommand):
    help = "Load the demo company, its sign-ins and some learning history."

    def handle(self, *args: Any, verbosity: int, **_: Any) -> None:
        company, now = demo_company.read(), timezone.now()
        made = demo_company.bring_in(company=company, now=now)
        company_facts_starter.fill_demo(now=now)
        shown = {row["demo"]: row for row in company["people"] if row.get("demo")}
        demo.give_passwords(list(shown.values()))
        lived = demo_history.live_through(
            learners=company["enrolled"],
            new_hire=shown["new_hire"]["number"],
            hr=shown["hr"]["number"],
            now=now,
        )
        if verbosity:
            self.stdout.write(f"{made} people brought in, {lived} with a history")
            self.stdout.write(demo.table())
