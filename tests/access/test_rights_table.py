"""The rights page cannot lie: each claim is held against what roles can do."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from courses.models import EditorialTask
from people import access, access_audit, rights
from people.jobs import registry
from people.models import AuditEntry, CompanyFact, Role
from people.models.roles import GROUP_NAMES
from quizzes.models import Question
from tests.access.world import build_world
from tests.factories.company_facts import a_fact
from tests.factories.jobs import a_job

UNMINDED = "nobody_minds"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def people(learner, outsider, manager, trainer, reviewer, approver, hr, administrator):
    return {
        "learner": learner,
        "outsider": outsider,
        "manager": manager,
        "trainer": trainer,
        "reviewer": reviewer,
        "approver": approver,
        "hr": hr,
        "administrator": administrator,
    }


@pytest.fixture
def world(people, now):
    a_job(kind=UNMINDED, now=now)
    a_fact(key="nobodys-to-fill")
    return build_world(people=people, now=now)


class Actor:
    """One person trying things, for whom only what they see exists."""

    def __init__(self, person, world):
        self.person, self.world = person, world
        self.client = Client()
        self.client.force_login(person, backend="people.backends.EmployeeBackend")

    def opens(self, name):
        return self.client.get(self.world.url(name)).status_code == 200

    def sees_results_of(self, role):
        whom = self.world.people[role]
        return access.visible_people(self.person).filter(pk=whom.pk).exists()

    def gives_code_to(self, role):
        return access.may_give_code(self.person, self.world.people[role])


def how(within, without):
    """Return what a role has: nothing, the right within a limit, or all of it."""
    if without:
        return "all"
    return "limited" if within else "none"


# What each right is in the code: Actor -> "none", "limited" or "all".
def learns(actor):
    return how(False, actor.opens("courses:courses") and actor.opens("quizzes:quiz"))


def opens_own_results(actor):
    return how(False, actor.opens("courses:certificates"))


def sees_results(actor):
    can_export = actor.opens("courses:people_export")
    # Of the learner, who is below the manager; of the outsider, who is nobody's.
    own_line = can_export and actor.sees_results_of("learner")
    return how(own_line, own_line and actor.sees_results_of("outsider"))


def handbook_rights(actor):
    return Page.objects.get(slug="handbook").permissions_for_user(actor.person)


def decides(role):
    """Whether the step of this role is open to the actor."""
    group = GROUP_NAMES[role]
    tasks = EditorialTask.objects.filter(groups__name=group)

    def probe(actor):
        groups = actor.person.groups.values("pk")
        return how(False, tasks.filter(groups__in=groups).exists())

    return probe


def writes_questions(actor):
    looks = actor.person.has_perm("quizzes.view_question")
    model = Question._meta.model_name
    return how(looks, actor.person.has_perm(f"quizzes.change_{model}"))


def gives_codes(actor):
    others = {"outsider", "trainer", "hr", "administrator"}
    others = {r for r in others if actor.world.people[r] != actor.person}
    to_all = all(actor.gives_code_to(role) for role in others)
    return how(actor.gives_code_to("learner"), to_all)


def changes_accounts(actor):
    return how(False, actor.person.has_perm("people.change_user"))


def sees_jobs(actor):
    of_others = access.visible_jobs(actor.person).exclude(requested_by=actor.person)
    # The world's job is an import that HR asked for; this one is of no kind HR minds.
    kinds = set(of_others.values_list("kind", flat=True))
    has_kinds = registry.kinds_seen_by(access.roles_of(actor.person))
    return how(has_kinds, UNMINDED in kinds)


def reads_audit(actor):
    seen = access_audit.visible_entries(actor.person).count()
    return how(seen > 0, seen == AuditEntry.objects.count())


def by_page(name):
    return lambda actor: how(False, actor.opens(name))


def sees_memberships(actor):
    own_line = actor.opens("organisation:person") and actor.sees_results_of("learner")
    return how(own_line, own_line and actor.sees_results_of("outsider"))


def merges(actor):
    people = access.people_for_merging(actor.person)
    administrator = actor.world.people["administrator"]
    return how(people.exists(), people.filter(pk=administrator.pk).exists())


def sees_facts(actor):
    seen = access.visible_facts(actor.person).count()
    return how(False, seen == CompanyFact.objects.count())


PROBES = {
    "courses.learn": learns,
    "courses.own_results": opens_own_results,
    "courses.results": sees_results,
    "courses.revoke": by_page("courses:revoke"),
    "courses.draft": lambda actor: how(False, handbook_rights(actor).can_edit()),
    "courses.review": decides(Role.REVIEWER),
    "courses.approve": decides(Role.APPROVER),
    "courses.publish": lambda actor: how(False, handbook_rights(actor).can_publish()),
    "quizzes.statistics": by_page("quizzes:statistics"),
    "quizzes.write": writes_questions,
    "people.import": lambda actor: how(
        False, actor.opens("imports:imports") and actor.opens("codes:sheets")
    ),
    "people.sign_in_code": gives_codes,
    "people.accounts": changes_accounts,
    "people.notice": by_page("publish_notice"),
    "people.own_jobs": by_page("jobs:jobs"),
    "people.jobs": sees_jobs,
    "people.inbox": lambda actor: how(
        False, actor.opens("inbox:inbox") and actor.opens("inbox:settings")
    ),
    "people.deliveries": by_page("inbox:deliveries"),
    "people.chart": lambda actor: how(
        False, actor.opens("organisation:chart") and actor.opens("organisation:post")
    ),
    "people.memberships": sees_memberships,
    "people.organisation": by_page("organisation:transfer"),
    "people.merge": merges,
    "people.facts": sees_facts,
    "people.define_facts": by_page("facts:new"),
    "people.check_texts": lambda actor: how(
        False, access.may_clear_marks(actor.person)
    ),
    "people.own_data": lambda actor: how(
        False, actor.opens("rights:rights") and actor.opens("my_data:overview")
    ),
    "people.rights_of_others": by_page("rights:person"),
    "people.data_of_others": by_page("my_data:export_of"),
    "people.audit": reads_audit,
}


def test_every_right_of_the_table_has_a_probe():
    assert {right.key for right in rights.table()} == set(PROBES)


@pytest.mark.parametrize("role", rights.ROLES)
def test_each_role_may_do_what_the_table_says_and_no_more(role, world):
    actor = Actor(world.people[role], world)

    claimed = {
        right.key: how(role in right.who, right.who.get(role) == rights.ALL)
        for right in rights.table()
    }

    assert {key: probe(actor) for key, probe in PROBES.items()} == claimed


def test_the_table_in_the_architecture_is_this_one():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")

    assert as_markdown() in text


def as_markdown():
    with override("en"):
        lines = [
            ["", *(str(label) for label in rights.ROLES.values())],
            ["---"] * (len(rights.ROLES) + 1),
        ]
        for right in rights.table():
            cells = [
                (str(right.who[role]) or "✓") if role in right.who else ""
                for role in rights.ROLES
            ]
            lines.append([str(right.label), *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def test_own_roles_are_named_with_their_reasons(world, client_of, manager, hr):
    page = client_of(manager).get(reverse("rights:rights"))

    roles = {role.code: role.because for role in page.context["roles"]}
    assert set(roles) == {"learner", "manager"}
    assert "学员" in roles["manager"]
    assert not page.context["may_look_up"]


def test_hr_finds_somebody_and_sees_who_sees_them(world, client_of, hr, learner):
    client = client_of(hr)

    found = client.get(reverse("rights:rights"), {"q": learner.employee_number})
    page = client.get(reverse("rights:person", args=[learner.pk]))

    assert list(found.context["people"]) == [learner]
    readers = page.context["readers"]
    assert [one.name for one in readers.superiors] == ["主管"]
    assert [person.name for person in readers.hr] == ["人事"]
    assert [person.name for person in readers.administrators] == ["管理员"]
    entry = AuditEntry.objects.get(action="rights.read")
    assert (entry.actor, entry.person) == (hr, learner)


def test_a_search_of_others_finds_nobody_for_a_learner(world, client_of, learner, hr):
    page = client_of(learner).get(reverse("rights:rights"), {"q": hr.employee_number})

    assert list(page.context["people"]) == []
