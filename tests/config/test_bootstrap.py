"""`make run` says in one clear sentence why it cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(**variables):
    keep = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "site/config/bootstrap.py"],
        cwd=ROOT,
        env=keep | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run(PORT=port, DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert f"port {port} cannot be used" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_must_be_one(tmp_path, port):
    done = run(PORT=port, DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert "PORT must be a number" in done.stderr


def test_a_host_that_is_not_this_machine_is_refused(tmp_path):
    done = run(HOST="203.0.113.7", PORT="18999", DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert "203.0.113.7" in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")
    folder = str(tmp_path / "file" / "data")

    done = run(PORT="18998", DATA_DIR=folder)

    assert done.returncode == 1
    assert f"DATA_DIR {folder} cannot be written" in done.stderr


def load_bootstrap():
    import importlib.util  # noqa: PLC0415  # a script, not a module of ours

    path = ROOT / "site" / "config" / "bootstrap.py"
    spec = importlib.util.spec_from_file_location("bootstrap_script", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_full_disk_is_named_with_what_is_needed(tmp_path, monkeypatch, capsys):
    script = load_bootstrap()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    full = SimpleNamespace(free=3 * 2**20)
    monkeypatch.setattr(script.shutil, "disk_usage", lambda folder: full)

    with pytest.raises(SystemExit):
        script.data_folder()

    assert "has 3 MB free" in capsys.readouterr().err


def test_an_old_python_is_told_which_one_is_needed(monkeypatch, capsys):
    script = load_bootstrap()
    monkeypatch.setattr(script.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(script.shutil, "which", lambda name: None)

    with pytest.raises(SystemExit):
        script.right_python()

    assert "Python 3.11 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    script = load_bootstrap()

    first = Path(script.secret(str(tmp_path)))
    key = first.read_text()
    again = Path(script.secret(str(tmp_path))).read_text()

    assert key == again
    assert len(key) >= 60
    assert first.stat().st_mode & 0o777 == 0o600


def test_an_old_python_can_at_least_read_the_script():
    source = (ROOT / "site" / "config" / "bootstrap.py").read_text()

    compile(source, "bootstrap.py", "exec", dont_inherit=True)
    assert "match " not in source
    assert ":=" not in source
    assert 'f"' not in source


@pytest.fixture
def asked(monkeypatch):
    """Ask what BASE_URL and ALLOWED_HOSTS become."""
    script = load_bootstrap()
    monkeypatch.setattr(script, "own_addresses", lambda: ["10.1.2.3", "fd00::2"])

    def names(host, **given):
        for name in ("BASE_URL", "ALLOWED_HOSTS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        script.names(host, 8000)
        return os.environ["BASE_URL"], set(os.environ["ALLOWED_HOSTS"].split(","))

    return names


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
def test_listening_everywhere_answers_to_the_machines_addresses(asked, host):
    base_url, hosts = asked(host)

    # Where a phone can follow a certificate's QR code.
    assert base_url == "http://10.1.2.3:8000"
    assert {"10.1.2.3", "[fd00::2]", "127.0.0.1", "localhost"} <= hosts


def test_listening_here_answers_to_this_machine_only(asked):
    base_url, hosts = asked("127.0.0.1")

    assert base_url == "http://127.0.0.1:8000"
    assert "10.1.2.3" not in hosts


def test_the_name_people_know_is_answered_to(asked):
    _base_url, hosts = asked("127.0.0.1", BASE_URL="https://academy.example")

    assert "academy.example" in hosts


def test_one_folder_serves_one_run_at_a_time(tmp_path):
    script = load_bootstrap()
    script.only_one(str(tmp_path))

    done = run(PORT="18997", DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert f"another one is using DATA_DIR {tmp_path}" in done.stderr
    assert not (tmp_path / "secret_key").exists()
