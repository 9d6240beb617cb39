"""Run by test_import_kill.py as a process: a checked table, confirmed by HR."""

import sys

import django
from django.core.management import call_command
from django.utils import timezone

django.setup()

from people.jobs import running  # noqa: E402  # models need the setup
from people.models import PeopleImport, User  # noqa: E402
from people.services import people_imports  # noqa: E402
from tests.factories.people import DepartmentFactory, PostFactory  # noqa: E402
from tests.people import tables  # noqa: E402

call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
DepartmentFactory(key="hotline", name="热线中心")
PostFactory(key="hotline-agent", name="热线客服员")
hr = User.objects.create_user("QH0001", name="周人事")
rows = [
    tables.someone(f"QH{number}") for number in range(1000, 1000 + int(sys.argv[1]))
]
record = people_imports.upload(
    content=tables.table(*rows), file_name="people.xlsx", by=hr, now=timezone.now()
)
running.run(job_id=record.check_job_id, clock=timezone.now, pulse=False)
record = PeopleImport.objects.get(pk=record.pk)
people_imports.confirm(record=record, issues_codes=False, by=hr, now=timezone.now())
