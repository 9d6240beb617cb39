import pytest

from courses.services import readings
from quizzes.signals import attempt_graded
from tests.factories import courses as make


@pytest.fixture
def entry(db):
    return make.an_entry(
        number=107,
        title="客户投诉，先做什么？",
        title_en="A client complains: what first?",
        answer="先致歉。",
        answer_en="Apologise first.",
    )


@pytest.fixture
def quiz(db):
    return make.a_quiz(title="结业测验", is_open=True)


@pytest.fixture
def course(entry, quiz):
    """One entry to read, one quiz to pass, an optional page; then a certificate."""
    page = make.a_course(
        slug="first-week",
        title="第一周",
        title_en="First week",
        awards_certificate=True,
        certificate_title="岗前证书",
        validity_months=24,
    )
    make.a_reading_step(page, slug="read", entry=entry)
    make.a_quiz_step(page, quiz, slug="quiz")
    make.a_reading_step(page, slug="more", required=False)
    return page


@pytest.fixture
def step(course):
    return {child.slug: child.specific for child in course.get_children()}


@pytest.fixture
def enrolment(learner, course, now):
    return make.an_enrolment(learner, course, now=now)


@pytest.fixture
def grade(quiz, now):
    """Let a person sit the quiz and have it graded, as quizzes would."""

    def graded(person, result, *, passed, number=1, started_at=None):
        started_at = started_at or now
        attempt = make.an_attempt(
            quiz,
            person,
            started_at=started_at,
            number=number,
            grade=result,
            passed=passed,
        )
        attempt_graded.send(sender=type(attempt), attempt=attempt, now=started_at)
        return attempt

    return graded


@pytest.fixture
def certificate(learner, enrolment, entry, grade, now):
    """Earned by reading and passing."""
    readings.confirm_read(person=learner, entry=entry, now=now)
    grade(learner, "92.5", passed=True)
    enrolment.refresh_from_db()
    return enrolment.certificate
