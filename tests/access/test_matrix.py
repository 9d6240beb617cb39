"""Every address × every role → status. An address without a row fails the suite.

Statuses: 200 there it is; 302 done, go on (or: sign in first); 404 not there for you.
The back office is Wagtail's: all of it is walked through by test_back_office.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.world import build_world

ANONYMOUS = "anonymous"
ROLES = (
    ANONYMOUS,
    "learner",
    "outsider",
    "manager",
    "trainer",
    "reviewer",
    "approver",
    "hr",
    "administrator",
)
SIGN_IN = 302


def everybody(status, *, anonymous=SIGN_IN):
    return dict.fromkeys(ROLES, status) | {ANONYMOUS: anonymous}


def only(*roles, status=200, others=404, anonymous=SIGN_IN):
    return everybody(others, anonymous=anonymous) | dict.fromkeys(roles, status)


PUBLIC = everybody(200, anonymous=200)
ABOVE = ("manager", "hr", "administrator")
IMPORTERS = ("hr", "administrator")
FACT_READERS = ("trainer", "reviewer", "approver", "hr", "administrator")
# `learner` owns everything in the world below and reports to `manager`.
GET = {
    "home": everybody(200),
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    # For whoever has the token, which nobody in the suite has.
    "metrics": everybody(404, anonymous=404),
    "account_login": everybody(302, anonymous=200),
    "account_logout": everybody(200, anonymous=302),
    "account_change_password": everybody(200),
    "account_set_password": everybody(302),
    "usersessions_list": everybody(200),
    # There is no notice in the world below, so nothing to read.
    "account_notice": everybody(302),
    "publish_notice": only("administrator"),
    # Without a mail server there is no mail to wait for.
    "account_reset_password": everybody(404, anonymous=404),
    "account_reset_password_done": everybody(404, anonymous=404),
    "account_reset_password_from_key": everybody(404, anonymous=404),
    "account_reset_password_from_key_done": everybody(404, anonymous=404),
    "codes:sheets": only(*IMPORTERS),
    # HR asked for the sheet below.
    "codes:sheet": only(*IMPORTERS),
    "inbox:inbox": everybody(200),
    # The learner's; nobody else's, whatever their role.
    "inbox:open": only("learner", status=302),
    "inbox:settings": everybody(200),
    "inbox:deliveries": only("administrator"),
    "rights:rights": everybody(200),
    "rights:person": only("hr", "administrator"),
    "audit:entries": only("hr", "administrator"),
    "audit:export": only("hr", "administrator"),
    "my_data:overview": everybody(200),
    "my_data:section": everybody(200),
    "my_data:export_of": only("hr", "administrator"),
    "jobs:jobs": everybody(200),
    # HR asked for the job below; administrators see every job.
    "jobs:job": only("hr", "administrator"),
    "imports:imports": only(*IMPORTERS),
    "imports:template": only(*IMPORTERS),
    "imports:import": only(*IMPORTERS),
    "imports:corrected": only(*IMPORTERS),
    # The manager holds the post that fills the fact below.
    "facts:facts": only(*FACT_READERS, "manager"),
    "facts:export": only(*FACT_READERS, "manager"),
    "facts:fact": only(*FACT_READERS, "manager"),
    "facts:new": only("hr", "administrator"),
    "facts:edit": only("hr", "administrator"),
    "organisation:chart": everybody(200),
    "organisation:department": everybody(200),
    "organisation:post": everybody(200),
    "organisation:probation": only(*ABOVE),
    # Of the learner.
    "organisation:person": only("learner", *ABOVE),
    "organisation:transfer": only(*IMPORTERS),
    "organisation:second_post": only(*IMPORTERS),
    "organisation:end_second_post": only(*IMPORTERS),
    "organisation:leave": only(*IMPORTERS),
    "organisation:come_back": only(*IMPORTERS),
    "organisation:set_probation": only(*IMPORTERS),
    "organisation:merge": only(*IMPORTERS),
    "courses:handbook": everybody(200),
    "courses:chapter": everybody(200),
    "courses:entry": everybody(200),
    "courses:editions": everybody(200),
    "courses:compare_editions": everybody(200),
    "courses:bookmarks": everybody(200),
    "courses:courses": everybody(200),
    "courses:course": everybody(200),
    "courses:step": only("learner", others=302),
    "courses:certificates": everybody(200),
    "courses:certificate_pdf": only("learner", *ABOVE),
    "courses:revoke": only("hr", "administrator"),
    "courses:people": only(*ABOVE),
    "courses:people_export": only(*ABOVE),
    "courses:person": only(*ABOVE),
    "courses:verify": PUBLIC,
    "courses:verify_number": PUBLIC,
    "quizzes:quizzes": only("trainer", "administrator"),
    "quizzes:statistics": only("trainer", "administrator"),
    "quizzes:quiz": everybody(200),
    "quizzes:attempt": only("learner"),
    "quizzes:review": only("learner"),
    "quizzes:result": only("learner", *ABOVE),
}
POST = {
    "set_language": everybody(302, anonymous=302),
    "account_logout": everybody(302),
    "usersessions_list": everybody(302),
    # Sent empty: the form comes back and says so.
    "publish_notice": only("administrator"),
    "imports:imports": only(*IMPORTERS),
    "inbox:read": only("learner", status=302),
    "inbox:read_all": everybody(302),
    "inbox:settings": everybody(302),
    "inbox:send_again": only("administrator", status=302),
    "my_data:export": everybody(200),
    "my_data:export_of": only("hr", "administrator"),
    "jobs:cancel": only("hr", "administrator", status=302),
    # With nothing filled in: the form again, and for others not there.
    "organisation:transfer": only(*IMPORTERS),
    "organisation:second_post": only(*IMPORTERS),
    "organisation:end_second_post": only(*IMPORTERS),
    "organisation:leave": only(*IMPORTERS),
    "organisation:come_back": only(*IMPORTERS),
    "organisation:merge": only(*IMPORTERS),
    "organisation:set_probation": only(*IMPORTERS, status=302),
    "organisation:call_off": only(*IMPORTERS, status=302),
    "imports:confirm": only(*IMPORTERS, status=302),
    "imports:give_up": only(*IMPORTERS, status=302),
    "codes:for_everybody": only(*IMPORTERS, status=302),
    # For the learner, whose line manager is `manager`.
    "codes:for_person": only(*ABOVE, status=302),
    "codes:print": only(*IMPORTERS),
    "facts:new": only("hr", "administrator", status=302),
    "facts:fact": only("hr", "administrator", "manager", status=302),
    "facts:edit": only("hr", "administrator", status=302),
    "facts:checked": only("trainer", "administrator", status=302),
    "courses:mark_read": everybody(302),
    "courses:bookmark": everybody(302),
    "courses:enrol": everybody(302),
    # Whoever is not in the course is led to its page.
    "courses:complete_step": everybody(302),
    "quizzes:start": everybody(302),
    "quizzes:respond": only("learner", status=302),
    "quizzes:submit": only("learner", status=302),
    "courses:revoke": only("hr", "administrator", status=302),
}
# Wagtail's: admin pages are walked through below; documents are not used yet.
ELSEWHERE = ("admin/", "documents/")
# Drawings and words of the interface, nobody's data.
OPEN_ADMIN = ("admin/sprite/", "admin/jsi18n/")


def named_routes(resolver=None, namespace="", prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from named_routes(pattern, inner, route)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", route


def test_every_address_has_a_row():
    ours = {n for n, route in named_routes() if not route.startswith(ELSEWHERE)}

    assert ours == set(GET) | set(POST)


@pytest.fixture
def world(db, now, learner, outsider, manager, trainer, reviewer, approver, request):
    people = {
        "learner": learner,
        "outsider": outsider,
        "manager": manager,
        "trainer": trainer,
        "reviewer": reviewer,
        "approver": approver,
        "hr": request.getfixturevalue("hr"),
        "administrator": request.getfixturevalue("administrator"),
    }
    return build_world(people=people, now=now)


@pytest.fixture
def client_as(world, client_of):
    def signed_in(role):
        return Client() if role == ANONYMOUS else client_of(world.people[role])

    return signed_in


@pytest.mark.parametrize("role", ROLES)
def test_get(role, world, client_as):
    client = client_as(role)

    found = {name: client.get(world.url(name)).status_code for name in GET}

    assert found == {name: row[role] for name, row in GET.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", POST)
def test_post(name, role, world, client_as):
    response = client_as(role).post(world.url(name), world.data(name))

    assert response.status_code == POST[name][role]


@pytest.mark.parametrize("name", [name for name in POST if name not in GET])
def test_what_changes_something_refuses_get(name, world, client_as):
    response = client_as("learner").get(world.url(name))

    assert response.status_code in {302, 405} if name == "set_language" else 405


@pytest.mark.parametrize("role", ["learner", "outsider", "manager"])
def test_the_back_office_is_closed_to_those_who_do_not_edit(role, world, client_as):
    response = client_as(role).get("/admin/")

    assert response.status_code == 302
    assert response["Location"] != "/admin/"


@pytest.mark.parametrize(
    "role", ["trainer", "reviewer", "approver", "hr", "administrator"]
)
def test_the_back_office_opens_for_those_who_do(role, world, client_as):
    assert client_as(role).get("/admin/").status_code == 200


def test_every_page_of_the_back_office_sends_strangers_to_sign_in(db):
    client = Client()
    open_doors = []
    for _, route in named_routes():
        plain = "<" not in route and "(" not in route and "^" not in route
        if route.startswith("admin/") and plain and route not in OPEN_ADMIN:
            response = client.get("/" + route.replace("$", ""))
            if response.status_code == 200:
                open_doors.append(route)

    assert open_doors == []
