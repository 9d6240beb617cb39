"""People, departments and posts for tests."""

from datetime import date

import factory

from people.models import Department, Post, User


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    key = factory.Sequence(lambda n: f"department-{n}")
    name = factory.Sequence(lambda n: f"部门{n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        if parent is not None:
            return parent.add_child(**fields)
        return model_class.add_root(**fields)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    key = factory.Sequence(lambda n: f"post-{n}")
    name = factory.Sequence(lambda n: f"岗位{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    employee_number = factory.Sequence(lambda n: f"T{n:05}")
    name = factory.Sequence(lambda n: f"学员{n}")
    hired_on = date(2026, 1, 5)
    password = "ein gutes Passwort 7"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(**fields)
