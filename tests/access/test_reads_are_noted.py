"""Every page and file with somebody else's results leaves a read of that person."""

import pytest
from django.urls import reverse

from people.models import ResultRead
from tests.access.test_matrix import GET
from tests.access.world import build_world

# Address -> kind of the read; each shows results of the learner in the world.
READS = {
    "courses:people": "listed",
    "courses:people_export": "exported",
    "courses:person": "opened",
    "courses:certificate_pdf": "opened",
    "quizzes:result": "opened",
}
FOR_HR = {"courses:revoke": "opened", "my_data:export_of": "exported"}
# They name somebody, or are files, and show no result of theirs.
NO_RESULTS = {
    "organisation:person": "posts over time",
    "facts:export": "values of the company",
    **dict.fromkeys(
        (
            "organisation:transfer",
            "organisation:second_post",
            "organisation:end_second_post",
            "organisation:leave",
            "organisation:come_back",
            "organisation:set_probation",
            "organisation:merge",
        ),
        "a form about posts",
    ),
    "rights:person": "roles only",
    "my_data:export_of": "a form; the file behind it is a read",
    "imports:template": "an empty table",
    "imports:corrected": "what HR uploaded itself",
    "audit:export": "a read of whoever is in it; tests/people/test_audit_pages.py",
}


@pytest.fixture
def world(learner, outsider, manager, hr, now):
    people = {"learner": learner, "outsider": outsider, "manager": manager, "hr": hr}
    return build_world(people=people, now=now)


def ask(client, world, name):
    method = client.post if name == "my_data:export_of" else client.get
    response = method(world.url(name), world.data(name))
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("name", READS)
def test_a_managers_look_is_noted(name, world, client_of, manager, learner):
    ask(client_of(manager), world, name)

    read = ResultRead.objects.get(person=learner)
    assert (read.kind, read.capacity) == (READS[name], "line_manager")
    assert read.entry.actor == manager


@pytest.mark.parametrize("name", READS | FOR_HR)
def test_a_look_of_hr_is_noted(name, world, client_of, hr, learner):
    ask(client_of(hr), world, name)

    read = ResultRead.objects.get(person=learner)
    assert (read.kind, read.capacity) == ((READS | FOR_HR)[name], "hr")
    assert read.entry.actor == hr


@pytest.mark.parametrize("role", ["manager", "hr"])
def test_every_page_and_file_about_somebody_is_known_here(
    role, world, client_of, learner, request
):
    """Walks all addresses: one that names the learner, or is a file, and that neither
    notes a read nor says above why not, fails."""
    client, unknown = client_of(request.getfixturevalue(role)), []
    for name, row in GET.items():
        if row[role] != 200 or name in READS | FOR_HR | NO_RESULTS:
            continue
        response = client.get(world.url(name))
        is_file = "Content-Disposition" in response
        if is_file or learner.employee_number in response.content.decode():
            unknown.append(name)

    assert unknown == []


@pytest.mark.parametrize("name", ["courses:certificate_pdf", "quizzes:result"])
def test_ones_own_results_are_nobodys_look(name, world, client_of, learner):
    ask(client_of(learner), world, name)

    assert not ResultRead.objects.exists()


@pytest.mark.parametrize(
    "name", ["courses:people", "courses:person", "courses:revoke", "quizzes:result"]
)
def test_the_page_says_why_it_may_be_seen(name, world, client_of, hr, settings):
    settings.LANGUAGE_CODE = "en"
    client = client_of(hr)
    client.post(reverse("set_language"), {"language": "en"})

    page = ask(client, world, name).content.decode()

    assert "because you are HR" in page


def test_the_pages_of_the_learner_say_how_often(world, client_of, hr, learner):
    ask(client_of(hr), world, "courses:person")
    client = client_of(learner)

    certificates = client.get(reverse("courses:certificates"))
    overview = client.get(reverse("my_data:overview"))

    assert certificates.context["reads"] == 1
    assert overview.context["reads"].total == 1
    assert hr.employee_number not in overview.content.decode()
