"""Make a bench's people and papers; `manage.py bench` calls it in its own database."""

import json
import os
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from config.bench import cast


class Command(BaseCommand):
    help = "Internal: make the people and papers of a bench."

    def handle(self, *args: Any, **_: Any) -> None:
        if os.environ.get("BENCH") != "1":
            raise CommandError("this is for the database of `manage.py bench` only")
        made = cast.make(now=timezone.now())
        self.stdout.write(json.dumps(made.as_data()))
