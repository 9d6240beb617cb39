"""Run by test_job_kill.py as a process: make the tables, ask for three jobs."""

import sys

import django
from django.core.management import call_command
from django.utils import timezone

django.setup()

from people.services import jobs  # noqa: E402  # models need the setup

call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
for spot in ("before", "after", "inside"):
    jobs.enqueue(
        kind="killed",
        arguments={"spot": spot, "folder": sys.argv[1]},
        requested_by=None,
        now=timezone.now(),
    )
