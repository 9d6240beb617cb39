"""Grow the demo company to any size, to measure reports (again: adds what is missing).

It writes people and results that never were: only for a database made for measuring.
"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from config import scale
from people.services import demo_company


class Command(BaseCommand):
    help = "Make N people and M quiz attempts with items, answers and markings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, required=True, metavar="N")
        parser.add_argument("--attempts", type=int, required=True, metavar="M")

    def handle(self, *args: Any, people: int, attempts: int, **options: Any) -> None:
        if people < 0 or attempts < 0 or (attempts and not people):
            raise CommandError("give a number of people, and of attempts they made")
        demo = {row["number"] for row in demo_company.read()["people"]}
        if others := scale.strangers(demo):
            raise CommandError(
                f"{others} people here are neither of the demo company nor made by "
                "this command; results that never were have no place among theirs"
            )
        begun = time.monotonic()
        try:
            made = scale.seed(people=people, attempts=attempts, now=timezone.now())
        except scale.NothingToSeedWith:
            raise CommandError(
                "there is nothing to grow yet; run load_starter and seed_demo first"
            ) from None
        if options["verbosity"]:
            self.stdout.write(
                f"people {made.people}, enrolments {made.enrolments}, "
                f"attempts {made.attempts}, items, responses and markings "
                f"{made.responses} each, in {time.monotonic() - begun:.0f} s"
            )
