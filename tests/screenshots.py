"""`make screenshots`: photograph every page for the README and for a designer's eye.

Starts the site as `make run` does, in a folder of its own, walks through it as the
new hire, the trainer, HR and the manager, and writes
  docs/screenshots/NAME.png              the few that the README shows
  var/screenshots/NAME-WIDTH-SCHEME-LANGUAGE.png   all of them
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS, read_notice

ROOT = Path(__file__).resolve().parents[1]
ALL = ROOT / "var" / "screenshots"
SHOWN = ROOT / "docs" / "screenshots"
SIZES = {390: 844, 1280: 900}
# What the README shows: page → width.
README = {
    "home": 390,
    "exam": 390,
    "entry": 1280,
    "result-failed": 1280,
    "chart": 1280,
    "audit": 1280,
    "jobs": 1280,
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port)}
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "site/config/bootstrap.py"], cwd=ROOT, env=environment
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return process, url
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the site did not start")


class Photographer:
    """Takes each page in both widths, both schemes and both languages."""

    def __init__(self, browser, url: str, people: dict) -> None:
        self.browser, self.url, self.people = browser, url, people
        self.only = set(sys.argv[1:])

    def signed_in(self, role: str | None, **options) -> Page:
        context = self.browser.new_context(
            base_url=self.url, timezone_id="Asia/Shanghai", **options
        )
        page = context.new_page()
        if role:
            page.goto("/account/sign-in/")
            page.fill("[name=login]", self.people[role]["number"])
            page.fill("[name=password]", self.people[role]["password"])
            page.click("main button[type=submit], main button.button--primary")
            page.wait_for_selector("main h1")
            read_notice(page)
            page.wait_for_url(self.url + "/")
        return page

    def shoot(self, name: str, path: str, role: str | None = None) -> None:
        if self.only and name not in self.only:
            return
        state = None
        for language in ("zh-CN", "en"):
            first = self.signed_in(role, locale=language)
            state = first.context.storage_state()
            first.context.close()
            for width, height in SIZES.items():
                for scheme in ("light", "dark"):
                    page = self.signed_in(
                        None,
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                        locale=language,
                        storage_state=state,
                    )
                    page.goto(path)
                    page.wait_for_load_state("networkidle")
                    file = ALL / f"{name}-{width}-{scheme}-{language[:2]}.png"
                    page.screenshot(path=file, full_page=True)
                    wanted = README.get(name) == width
                    if wanted and (scheme, language) == ("light", "zh-CN"):
                        page.screenshot(path=SHOWN / f"{name}.png")
                    page.context.close()


def walk(browser, url: str, people: dict) -> None:
    """Sit the quiz once (failing) and again (passing), photographing on the way."""
    camera = Photographer(browser, url, people)
    camera.shoot("sign-in", "/account/sign-in/")
    camera.shoot("home", "/", "new_hire")
    camera.shoot("handbook", "/handbook/", "new_hire")
    camera.shoot("chapter", "/handbook/chapters/1/", "new_hire")
    camera.shoot("entry", "/handbook/7/", "new_hire")
    camera.shoot("bookmarks-empty", "/bookmarks/", "new_hire")
    camera.shoot("courses", "/courses/", "new_hire")
    camera.shoot("certificates-empty", "/certificates/", "new_hire")
    camera.shoot("people", "/people/", "hr")
    camera.shoot("people-empty", "/people/?q=zzzz", "hr")
    camera.shoot("people-manager", "/people/", "manager")
    camera.shoot("rights", "/rights/", "hr")
    camera.shoot("my-data", "/my-data/", "new_hire")
    camera.shoot("audit", "/audit/", "administrator")
    camera.shoot("chart", "/organisation/", "hr")
    camera.shoot("own-post", "/organisation/people/60/", "new_hire")
    camera.shoot("jobs", "/jobs/", "hr")
    camera.shoot("facts", "/facts/", "trainer")
    camera.shoot("inbox", "/inbox/", "new_hire")
    camera.shoot("editions", "/handbook/7/editions/", "new_hire")
    camera.shoot("home-hr", "/", "hr")
    camera.shoot("home-trainer", "/", "trainer")
    camera.shoot("quizzes", "/quizzes/", "trainer")
    camera.shoot("verify", "/v/")
    camera.shoot("verify-mistyped", "/v/2222-2222-2223/")
    camera.shoot("not-found", "/nowhere/", "new_hire")
    page = camera.signed_in("hr", locale="zh-CN")
    page.goto("/people/?state=finished")
    person = page.locator("tbody th a").first.get_attribute("href")
    result = page.locator("tbody td a[href*='/result/']").first.get_attribute("href")
    page.goto(person)
    camera.shoot("person", person, "hr")
    camera.shoot("result-as-hr", result, "hr")
    learner = camera.signed_in("new_hire", locale="zh-CN")
    learner.goto("/courses/")
    course = learner.locator("main a[href^='/courses/']").first.get_attribute("href")
    camera.shoot("course", course, "new_hire")
    learner.goto(course)
    steps = learner.locator(".step-list a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    camera.shoot("step", steps[0], "new_hire")
    learner.goto("/quizzes/1/")
    camera.shoot("quiz", "/quizzes/1/", "new_hire")
    learner.locator("form[action$='/start/'] button").click()
    chosen = learner.locator(".question").nth(1).locator("input[name=answer]")
    chosen.first.check(force=True)
    learner.wait_for_timeout(800)
    exam = learner.url.removeprefix(url)
    camera.shoot("exam", exam, "new_hire")
    camera.shoot("review", exam + "review/", "new_hire")
    learner.goto(exam + "review/")
    learner.locator("form[action$='/submit/'] button").click()
    learner.locator("dialog .button--primary").click()
    learner.wait_for_url("**/result/")
    camera.shoot("result-failed", learner.url.removeprefix(url), "new_hire")
    camera.shoot("quiz-waiting", "/quizzes/1/", "new_hire")
    camera.shoot("statistics", "/quizzes/1/statistics/", "trainer")


def main() -> None:
    for folder in (ALL, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="waybill-pictures-"))
    process, url = start(data)
    try:
        people = json.loads((data / "demo-sign-ins.json").read_text())
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            walk(browser, url, people)
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()
