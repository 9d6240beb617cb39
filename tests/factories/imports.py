"""Tables of people that were uploaded and checked."""

from io import BytesIO

from people.jobs import running
from people.models import PeopleImport
from people.services import people_imports


def a_refused_import(*, by, now):
    """A table with an error, so that there is a corrected file to download."""
    content = BytesIO("工号,姓名,手机\nQH0900,甄新,12\n".encode())
    record = people_imports.upload(
        content=content, file_name="people.csv", by=by, now=now
    )
    running.run(job_id=record.check_job_id, clock=lambda: now, pulse=False)
    return PeopleImport.objects.get(pk=record.pk)
