"""Every page and file with somebody else's results leaves a read of that person."""

import pytest
from django.urls import reverse

from people.models import ResultRead
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
# They show somebody else nothing about results, or nobody's name beside one.
NO_RESULTS = {
    "rights:person": "roles only",
    "quizzes:statistics": "no names",
    "courses:verify": "public: whoever holds the paper shows it",
    "courses:verify_number": "public: whoever holds the paper shows it",
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
