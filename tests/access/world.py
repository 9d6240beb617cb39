"""One learner's complete set of things, for asking who may open them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.urls import reverse

from courses.models import Certificate
from courses.services import readings
from people.models import CompanyFact, Membership, Notification, ReviewMark, User
from people.services import sign_in_codes
from quizzes.models import Attempt, Item
from quizzes.services import attempts
from tests.factories import courses as make
from tests.factories.company_facts import a_fact, a_value
from tests.factories.imports import a_refused_import
from tests.factories.jobs import a_job
from tests.factories.notifications import a_mail
from tests.factories.people import DepartmentFactory, PostFactory
from tests.factories.quizzes import a_quiz, right_answer


@dataclass
class World:
    """The learner read the entry, passed once (so is certified), and sits again."""

    people: dict[str, User]
    certificate: Certificate
    submitted: Attempt
    running: Attempt
    item: Item
    arguments: dict[str, list]

    def url(self, name: str) -> str:
        return reverse(name, args=self.arguments.get(name, []))

    def data(self, name: str) -> dict[str, str]:
        return {
            "set_language": {"language": "en"},
            "quizzes:respond": {
                "operation_id": str(uuid4()),
                "expected_sequence": "0",
                "answer": str(right_answer(self.item)),
            },
            "inbox:settings": {
                "digest_hour": "9",
                "quiet_from": "22",
                "quiet_until": "7",
            },
            "courses:revoke": {"reason": "冒名顶替考试"},
            "my_data:export_of": {"reason": "本人书面申请"},
            "facts:new": {"key": "claim-limit", "name": "限额", "kind": "money"},
            "facts:edit": {"name": "时限", "kind": "duration", "unit": "小时"},
            "facts:fact": {"value": "6", "valid_from": "2026-03-02"},
            "organisation:set_probation": {"ends_on": "2026-04-05"},
        }.get(name, {})


def build_world(*, people: dict[str, User], now: datetime) -> World:
    learner = people["learner"]
    chapter = make.a_chapter()
    entry = make.an_entry(chapter=chapter)
    make.revise(entry, answer="改过的答案。", change_summary="改了答案。")
    quiz = a_quiz(questions=1)
    course = make.a_course(awards_certificate=True)
    reading = make.a_reading_step(course, entry=entry)
    make.a_quiz_step(course, quiz)
    enrolment = make.an_enrolment(learner, course, now=now)
    readings.confirm_read(person=learner, entry=entry, now=now)
    submitted = attempts.start(quiz=quiz, person=learner, now=now)
    item = submitted.items.get()
    attempts.respond(
        item=item,
        operation_id=uuid4(),
        expected_sequence=0,
        answer=right_answer(item),
        now=now,
    )
    attempts.submit(attempt=submitted, now=now)
    later = now + timedelta(days=1)
    running = attempts.start(quiz=quiz, person=learner, now=later)
    certificate = Certificate.objects.get(enrolment=enrolment)
    open_item = running.items.get()
    job = a_job(now=now, asked_by=people["hr"])
    table = a_refused_import(by=people["hr"], now=now)
    sheet = sign_in_codes.ask_for_sheet(
        people_ids=[learner.pk], by=people["hr"], now=now
    )
    told = Notification.objects.filter(person=learner).latest("pk")
    mail = a_mail(person=learner, now=now)
    fact, mark = _a_changed_fact(people["manager"], now=now)
    post = PostFactory()
    second = Membership.objects.create(
        person=learner,
        department=DepartmentFactory(),
        post=post,
        is_primary=False,
        active_from=now.date(),
        applied_at=now,
    )
    arguments = {
        "inbox:open": [told.pk],
        "inbox:read": [told.pk],
        "inbox:send_again": [mail.pk],
        "facts:fact": [fact.key],
        "facts:edit": [fact.key],
        "facts:checked": [mark.pk],
        "organisation:department": [second.department_id],
        "organisation:post": [post.pk],
        "organisation:end_second_post": [second.pk],
        "organisation:call_off": [second.pk],
        **{
            f"organisation:{name}": [learner.pk]
            for name in (
                "person",
                "transfer",
                "second_post",
                "leave",
                "come_back",
                "set_probation",
                "merge",
            )
        },
        "account_reset_password_from_key": ["1", "never-sent"],
        "codes:sheet": [sheet.pk],
        "codes:print": [sheet.pk],
        "codes:for_person": [learner.pk],
        "imports:import": [table.pk],
        "imports:corrected": [table.pk],
        "imports:confirm": [table.pk],
        "imports:give_up": [table.pk],
        "rights:person": [learner.pk],
        "my_data:section": ["attempts"],
        "my_data:export_of": [learner.pk],
        "jobs:job": [job.pk],
        "jobs:cancel": [job.pk],
        "courses:chapter": [chapter.number],
        "courses:entry": [entry.number],
        "courses:editions": [entry.number],
        "courses:compare_editions": [entry.number, 1, 2],
        "courses:mark_read": [entry.number],
        "courses:bookmark": [entry.number],
        "courses:course": [course.slug],
        "courses:enrol": [course.slug],
        "courses:step": [course.slug, reading.slug],
        "courses:complete_step": [course.slug, reading.slug],
        "courses:certificate_pdf": [certificate.pk],
        "courses:revoke": [certificate.pk],
        "courses:person": [learner.pk],
        "courses:verify_number": [certificate.number],
        "quizzes:quiz": [quiz.pk],
        "quizzes:start": [quiz.pk],
        "quizzes:statistics": [quiz.pk],
        "quizzes:attempt": [running.pk],
        "quizzes:review": [running.pk],
        "quizzes:submit": [running.pk],
        "quizzes:result": [submitted.pk],
        "quizzes:respond": [open_item.pk],
    }
    return World(
        people=people,
        certificate=certificate,
        submitted=submitted,
        running=running,
        item=open_item,
        arguments=arguments,
    )


def _a_changed_fact(filler: User, *, now: datetime) -> tuple[CompanyFact, ReviewMark]:
    """A fact whose new value touched an entry; the filler holds the post for it."""
    filler.post = PostFactory()
    filler.save(update_fields=["post"])
    fact = a_fact("claim-deadline", value=24, owner_post=filler.post)
    make.an_entry(answer="[[fact:claim-deadline]]内报案。")
    a_value(fact, 12, now=now)
    return fact, ReviewMark.objects.get()
