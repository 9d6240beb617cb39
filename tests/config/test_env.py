"""A wrong value in the environment stops the start, loudly."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("0", False)]
)
def test_yes_and_no_in_all_their_spellings(monkeypatch, text, value):
    monkeypatch.setenv("FLAG", text)

    assert env.env_bool("FLAG", default=not value) is value


@pytest.mark.parametrize("text", ["ja", "2", "tru"])
def test_anything_else_is_neither(monkeypatch, text):
    monkeypatch.setenv("FLAG", text)

    with pytest.raises(ImproperlyConfigured, match="FLAG"):
        env.env_bool("FLAG", default=True)


def test_a_number_must_be_one(monkeypatch):
    monkeypatch.setenv("SIZE", "12a")

    with pytest.raises(ImproperlyConfigured, match="SIZE"):
        env.env_int("SIZE", default=1)


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("geheim\n")
    monkeypatch.delenv("KEY", raising=False)
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    assert env.env_secret("KEY") == "geheim"


def test_an_empty_secret_is_none(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("\n")
    monkeypatch.delenv("KEY", raising=False)
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(ImproperlyConfigured, match="KEY"):
        env.env_secret("KEY")


def test_a_database_url_names_engine_host_and_options():
    found = env.database("postgresql://hr:p%40ss@db:5433/academy?sslmode=require")

    assert found["ENGINE"].endswith("postgresql")
    assert (found["USER"], found["PASSWORD"]) == ("hr", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db", "5433", "academy")
    assert found["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}


def test_sqlite_takes_its_write_lock_at_the_start_of_a_transaction():
    found = env.database("sqlite:////srv/academy.sqlite3")

    assert found["NAME"] == "/srv/academy.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database("mysql://db/academy")


def check(**variables):
    """Run `check --deploy` with production's settings."""
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "DATA_DIR"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **keep,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_does_not_start_without_a_secret():
    done = check(ALLOWED_HOSTS="academy.example")

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


@pytest.mark.parametrize("hosts", ["", "*"])
def test_production_does_not_start_without_named_hosts(hosts):
    done = check(SECRET_KEY="k" * 60, ALLOWED_HOSTS=hosts)

    assert done.returncode != 0
    assert "ALLOWED_HOSTS" in done.stderr


def test_production_passes_djangos_deployment_check():
    key = "a-long-and-mixed-Key-0123456789-abcdefghijklmnopqrstuvwxyz-XYZ"
    done = check(SECRET_KEY=key, ALLOWED_HOSTS="academy.example")

    assert done.returncode == 0, done.stderr


def test_a_data_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "数据 #1?%20"
    code = "from django.conf import settings; print(settings.DATABASES['default'])"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DATA_DIR": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": ".:site",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert repr(str(folder / "waybill.sqlite3")) in done.stdout


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://me:pa%40ss@mail.example", ("mail.example", 587, True, False)),
        ("smtps://mail.example", ("mail.example", 465, False, True)),
        ("smtp://localhost:25", ("localhost", 25, False, False)),
    ],
)
def test_mail_is_encrypted_unless_it_stays_on_this_machine(url, expected, tmp_path):
    found = env.mail(url, folder=tmp_path)

    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == expected
    assert found["HAS_MAIL"]


def test_without_an_address_mails_are_files(tmp_path):
    found = env.mail("", folder=tmp_path)

    assert found["EMAIL_FILE_PATH"] == str(tmp_path)
    assert not found["HAS_MAIL"]


@pytest.mark.parametrize("url", ["mail.example", "smtp://", "http://mail.example"])
def test_an_address_that_is_none_stops_the_start(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.mail(url, folder=tmp_path)
