"""Departments, posts and competencies are edited by HR, and every change is audited."""

import pytest
from django.urls import reverse

from people.models import AuditEntry, Competency, Department, Post
from people.services import competencies
from tests.factories.people import DepartmentFactory, PostFactory, UserFactory


@pytest.fixture
def tree(db):
    top = DepartmentFactory(key="top", name="总部")
    middle = DepartmentFactory(key="middle", name="中心", parent=top)
    low = DepartmentFactory(key="low", name="小组", parent=middle)
    return {"top": top, "middle": middle, "low": low}


def form(department, **changed):
    above = Department.objects.get(pk=department.pk).get_parent()
    values = {
        "name": department.name,
        "name_en": department.name_en,
        "key": department.key,
        "parent": above.pk if above else "",
    }
    return values | changed


def edit(client, department, **changed):
    url = reverse("department:edit", args=[department.pk])
    return client.post(url, form(department, **changed))


def now_under(department):
    above = Department.objects.get(pk=department.pk).get_parent(update=True)
    return above.key if above else None


def test_a_new_department_stands_under_the_chosen_one(client_of, hr, tree):
    client_of(hr).post(
        reverse("department:add"),
        {"name": "夜班组", "name_en": "", "key": "night", "parent": tree["middle"].pk},
    )

    assert now_under(Department.objects.get(key="night")) == "middle"
    entry = AuditEntry.objects.get(action="department.created")
    assert (entry.actor, entry.after["parent"]) == (hr, "middle")


def test_a_move_takes_everything_below_along_and_is_audited(client_of, hr, tree):
    other = DepartmentFactory(key="other")

    edit(client_of(hr), tree["middle"], parent=other.pk)

    assert now_under(tree["middle"]) == "other"
    assert now_under(tree["low"]) == "middle"
    entry = AuditEntry.objects.get(action="department.changed")
    assert (entry.before["parent"], entry.after["parent"]) == ("top", "other")


@pytest.mark.parametrize("target", ["middle", "low"])
def test_a_department_never_stands_under_itself_or_below(client_of, hr, tree, target):
    response = edit(client_of(hr), tree["middle"], parent=tree[target].pk)

    assert response.status_code == 200
    assert now_under(tree["middle"]) == "top"
    assert not AuditEntry.objects.filter(action="department.changed").exists()


def test_a_department_with_people_is_not_closed_and_not_deleted(client_of, hr, tree):
    UserFactory(department=tree["low"])
    client = client_of(hr)

    closed = edit(client, tree["middle"], is_closed="on")
    client.post(reverse("department:delete", args=[tree["low"].pk]))

    assert "is_closed" in closed.context["form"].errors
    assert Department.objects.filter(key="low", is_closed=False).exists()


def test_a_department_nobody_ever_belonged_to_can_go(client_of, hr, tree):
    client_of(hr).post(reverse("department:delete", args=[tree["low"].pk]))

    assert not Department.objects.filter(key="low").exists()
    assert AuditEntry.objects.get(action="department.deleted").before["key"] == "low"


@pytest.mark.parametrize("name", ["department", "post", "competency"])
@pytest.mark.parametrize(
    ("who", "status"), [("hr", 200), ("administrator", 200), ("trainer", 302)]
)
def test_hr_and_administrators_edit_and_trainers_do_not(
    who, status, name, client_of, request, tree
):
    client = client_of(request.getfixturevalue(who))

    answers = [
        client.get(reverse(f"{name}:{page}")).status_code for page in ("index", "add")
    ]

    assert answers == [status, status]


def test_the_levels_of_a_post_are_saved_and_audited(client_of, hr, now):
    competencies.load(starter=competencies.read(), now=now)
    calm, fast = Competency.objects.order_by("kind", "key")[:2]
    post = PostFactory(key="agent", name="客服")
    url, client = reverse("post:edit", args=[post.pk]), client_of(hr)
    values = {"name": "客服", "name_en": "", "key": "agent", "level": ""}

    client.post(url, values | {f"competency_{calm.pk}": 3, f"competency_{fast.pk}": 5})
    client.post(url, values | {f"competency_{calm.pk}": 4})

    asked = post.requirements.get()
    assert (asked.competency, asked.level) == (calm, 4)
    entry = AuditEntry.objects.filter(action="post.changed").latest("pk")
    assert entry.before["competencies"] == {calm.key: 3, fast.key: 5}
    assert entry.after["competencies"] == {calm.key: 4}


def test_a_competency_that_a_post_asks_for_is_not_deleted(client_of, hr, now):
    competencies.load(starter=competencies.read(), now=now)
    PostFactory(key="hotline-agent")
    competencies.ask(starter=competencies.read(), posts=["hotline-agent"])
    asked = Competency.objects.filter(requirements__isnull=False).first()

    client_of(hr).post(reverse("competency:delete", args=[asked.pk]))

    assert Competency.objects.filter(pk=asked.pk).exists()


def test_loading_again_overwrites_nothing_and_brings_nothing_deleted_back(
    client_of, hr, now
):
    starter = competencies.read()
    first = competencies.load(starter=starter, now=now)
    Competency.objects.filter(key="systems").update(name="改过的名字")
    gone = Competency.objects.get(key="analysis")
    client_of(hr).post(reverse("competency:delete", args=[gone.pk]))

    second = competencies.load(starter=starter, now=now)

    assert (first.created, second.created) == (14, 0)
    assert Competency.objects.get(key="systems").name == "改过的名字"
    assert not Competency.objects.filter(key="analysis").exists()


def test_the_starter_names_only_its_own_competencies_at_levels_from_1_to_5():
    starter = competencies.read()
    keys = {row["key"] for row in starter["competencies"]}

    for levels in starter["posts"].values():
        assert set(levels) <= keys
        assert set(levels.values()) <= {1, 2, 3, 4, 5}


def test_a_post_page_shows_what_it_asks_for(client_of, learner, now):
    competencies.load(starter=competencies.read(), now=now)
    post = PostFactory(key="hotline-agent")
    competencies.ask(starter=competencies.read(), posts=["hotline-agent"])

    page = client_of(learner).get(reverse("organisation:post", args=[post.pk]))

    assert len(page.context["requirements"]) == 9
    assert Post.objects.get().requirements.count() == 9
