"""Every version so far was drawn at once: the newest is the one that is drawn."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    questions = apps.get_model("quizzes", "Question").objects
    questions.filter(newest=None).update(newest=F("latest"))


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0004_proposals")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
