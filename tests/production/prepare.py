"""Run by test_two_of_each.py as a process: people, and a course with one quiz."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402  # models need the setup

from quizzes.models import Question  # noqa: E402
from tests.factories import courses as make  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.factories.quizzes import a_quiz  # noqa: E402

PASSWORD = "ein gutes Passwort 7"
learners = [UserFactory(name=f"学员{n}", password=PASSWORD) for n in range(4)]
quiz = a_quiz(questions=3, kind="true_false")
course = make.a_course(awards_certificate=True)
make.a_quiz_step(course, quiz)
for learner in learners:
    make.an_enrolment(learner, course, now=timezone.now())
facts = {
    "password": PASSWORD,
    "learners": [learner.employee_number for learner in learners],
    "quiz": quiz.pk,
    "questions": Question.objects.count(),
}
Path(sys.argv[1]).write_text(json.dumps(facts), encoding="utf-8")
