"""The deployment files start what exists, with variables that are read."""

import os
import re
import shlex
import subprocess
import sys
from importlib import import_module

import pytest
from celery.bin.base import CLIContext
from celery.bin.beat import beat
from celery.bin.worker import worker
from django.core.management import get_commands
from granian.cli import cli as granian

from tests.production.deployment import (
    COMPOSE,
    NOT_OURS,
    OURS,
    ROOT,
    UNITS,
    commands_of,
    names_in_code,
    unit,
)

CELERY = {"worker": worker, "beat": beat}


def check(command):
    """Parse it as the program itself would, without running it."""
    program, *rest = command
    program = program.rpartition("/")[2]
    if program == "python":
        assert rest[0] == "manage.py" and (ROOT / rest[0]).exists()
        assert rest[1] in get_commands()
    elif program == "celery":
        assert rest[:2] == ["-A", "config"]
        app = import_module("config").celery_app
        context = CLIContext(app=app, no_color=True, workdir=None)
        CELERY[rest[2]].make_context(rest[2], rest[3:], obj=context)
    elif program == "granian":
        context = granian.make_context("granian", rest)
        module, _, name = context.params["app"].partition(":")
        assert (ROOT / "site" / f"{module.replace('.', '/')}.py").exists()
        assert name == "application"
    else:
        pytest.fail(f"what is {program}?")


@pytest.mark.parametrize("service", OURS)
def test_every_service_starts_something_that_exists(service):
    for command in commands_of(service):
        check(command)


@pytest.mark.parametrize("service", OURS)
def test_every_variable_of_a_service_is_read_by_the_code(service):
    given = set(COMPOSE["services"][service]["environment"])

    assert given - NOT_OURS <= names_in_code()


def test_the_services_are_all_there():
    assert set(COMPOSE["services"]) == {
        "setup", "web", "worker", "clock", "database", "broker", "proxy"
    }  # fmt: skip
    assert COMPOSE["services"]["worker"]["deploy"]["replicas"] == 2


def test_no_secret_stands_in_an_address_or_a_variable():
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|TOKEN", name):
                assert name.endswith("_FILE")
                assert value.rpartition("/")[2] in service["secrets"]
            assert not re.search(r"://[^/@]*:[^/@]*@", str(value))
    for secret in COMPOSE["secrets"].values():
        done = subprocess.run(
            ["git", "check-ignore", "-q", secret["file"]], cwd=ROOT, check=False
        )
        assert done.returncode == 0, secret


def test_what_a_service_uses_is_declared():
    for name, service in COMPOSE["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            is_there = source in COMPOSE["volumes"] or (ROOT / source).is_file()
            assert is_there, (name, source)
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])


def test_the_image_has_every_app_and_is_not_root():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE))

    assert copied == {"site", "people", "quizzes", "courses", "evaluations"}
    assert text.count("FROM python:3.12-slim") == 2
    assert text.index("USER waybill") < text.index("CMD [")
    assert "config.probe" in text


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_starts_something_that_exists(path):
    service = unit(path)["Service"]

    check(shlex.split(service["ExecStart"].replace("%i", "1").replace("%%", "%")))
    assert service["User"] == "waybill"
    assert service["WorkingDirectory"] == "/opt/waybill/app"


def test_every_variable_of_the_example_is_read_by_the_code():
    text = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    given = set(re.findall(r"^#?([A-Z0-9_]+)=", text, re.MULTILINE))

    assert given - NOT_OURS <= names_in_code()


def test_every_variable_is_in_the_guide():
    guide = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    given = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))

    missing = {name.removesuffix("_FILE") for name in given if name not in guide}
    assert {name for name in missing if name not in guide} == set()


def production(**variables):
    """Load the production settings in a process of their own; return what it says."""
    base = {
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "academy.example.com",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DATA_DIR": os.environ["DATA_DIR"],
    }
    code = variables.pop("code", "import django; django.setup()")
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | base | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_bucket_without_its_libraries_stops_the_start():
    blocked = "import sys; sys.modules['boto3'] = None\n"
    blocked += "import importlib.util as u; f = u.find_spec\n"
    blocked += "u.find_spec = lambda n, *a: None if n == 'boto3' else f(n, *a)\n"
    done = production(
        MEDIA_S3_BUCKET="media", code=blocked + "import django; django.setup()"
    )

    assert done.returncode != 0
    assert "requirements-s3.txt" in done.stderr


def test_the_password_may_come_from_a_file(tmp_path):
    (tmp_path / "password").write_text("p/w:ö\n", encoding="utf-8")

    done = production(
        DATABASE_URL="postgresql://waybill@database/waybill",
        DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        code="from config.settings.production import DATABASES as d;"
        "print(ascii(d['default']['PASSWORD']), d['default']['HOST'])",
    )

    assert done.stdout.strip() == r"'p/w:\xf6' database"
