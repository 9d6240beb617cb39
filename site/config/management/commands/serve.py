"""Prepare everything and run web, worker and clock until Ctrl-C (`make run`)."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.request
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError

from config import demo
from config.management.static_stamp import stamp_static, static_is_current

PR_SET_PDEATHSIG = 1
START_SECONDS = 60
STOP_SECONDS = 12


def die_with_parent() -> None:
    """Have the kernel stop this process should the launcher vanish (Linux)."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return


class Command(BaseCommand):
    help = "Migrate, load starter content and the demo company, then run the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="no demo company")

    def handle(self, *args: Any, host: str, port: int, no_demo: bool, **_: Any) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.ask_to_stop)
        try:
            self.prepare(no_demo=no_demo)
        except OperationalError as error:
            raise CommandError(f"the database cannot be used: {error}") from error
        except OSError as error:
            raise CommandError(f"preparing the site failed: {error}") from error
        try:
            self.start(host, port)
            if self.wait_for_web(host, port):
                self.stdout.write(self.welcome(no_demo=no_demo))
                self.watch()
        finally:
            self.stop()

    def prepare(self, *, no_demo: bool) -> None:
        say = self.stdout.write
        call_command("catalogue", "compile", verbosity=0)
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
        say("Loading starter content …")
        call_command("load_starter", verbosity=0)
        if not no_demo:
            call_command("seed_demo", verbosity=0)
        if not static_is_current():
            say("Collecting static files …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp_static()

    def start(self, host: str, port: int) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        quiet = ["--loglevel", "INFO"]
        worker = [
            "worker",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
        ]
        beat = ["beat", "--pidfile", ""]
        self.spawn("worker", [*celery, *worker, *quiet])
        self.spawn("clock", [*celery, *beat, *quiet])
        web = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        options = ["--host", host, "--port", str(port), "--workers", "2"]
        threads = ["--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
        self.spawn("web", [*web, *options, *threads, "config.wsgi:application"])

    def spawn(self, name: str, command: list[str]) -> None:
        logs = Path(settings.DATA_DIR) / "logs"
        logs.mkdir(exist_ok=True)
        root = str(settings.BASE_DIR)
        paths = os.pathsep.join([root, str(settings.SITE_DIR)])
        with (logs / f"{name}.log").open("ab") as log:
            # A session of its own: Ctrl-C reaches the launcher alone, which then
            # stops its children in order.
            self.children[name] = subprocess.Popen(  # noqa: S603
                command,
                cwd=root,
                env={**os.environ, "PYTHONPATH": paths},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.commands = {**getattr(self, "commands", {}), name: command}

    def wait_for_web(self, host: str, port: int) -> bool:
        # Here, not at BASE_URL: what stands before us may not be up yet.
        local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        url = f"http://{f'[{local}]' if ':' in local else local}:{port}/healthz"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.stopping:
            if self.children["web"].poll() is not None:
                raise CommandError(f"the web server stopped; see {self.log_of('web')}")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return True
            except HTTPError as answer:
                # Any other name than ours is refused with 400: it answers.
                if answer.code == 400:
                    return True
                time.sleep(0.1)
            except (URLError, OSError):
                time.sleep(0.1)
        if self.stopping:
            return False
        raise CommandError(f"the web server does not answer; see {self.log_of('web')}")

    def watch(self) -> None:
        """Wait; bring a fallen worker or clock back, stop when the web falls."""
        while not self.stopping:
            time.sleep(0.3)
            for name, child in list(self.children.items()):
                if self.stopping or child.poll() is None:
                    continue
                if name == "web":
                    raise CommandError(
                        f"the web server stopped; see {self.log_of('web')}"
                    )
                time.sleep(2)
                self.spawn(name, self.commands[name])

    def ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def stop(self) -> None:
        running = [c for c in self.children.values() if c.poll() is None]
        for child in running:
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            self.kill_group(child.pid)
        if running:
            self.stdout.write("\nStopped.")

    def kill_group(self, pid: int) -> None:
        """End whatever the child left behind in its own session."""
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def log_of(self, name: str) -> Path:
        return Path(settings.DATA_DIR) / "logs" / f"{name}.log"

    def welcome(self, *, no_demo: bool) -> str:
        head = f"\n运单学院 Waybill Academy is ready: {settings.BASE_URL}/\n"
        if no_demo:
            return head
        return f"{head}\n{demo.table()}\n\nCtrl-C stops everything.\n"
