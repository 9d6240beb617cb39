"""A real Chromium on a real server, with the starter content and the demo company."""

import os
import shutil
from contextlib import contextmanager

import pytest
from django.core.management import call_command

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PAGES = pytest.StashKey[list]()
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


ALONE = (
    "journeys run in a process of their own (make test, or pytest tests/journeys): the "
    "browser's event loop changes which database connection Django hands out"
)


def pytest_collection_modifyitems(items):
    mixed = any("journeys" not in item.nodeid for item in items)
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if mixed:
                item.add_marker(pytest.mark.skip(reason=ALONE))
            elif not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Say what the browser showed when a journey failed."""
    report = yield
    if report.when == "call" and report.failed:
        shown = [_shown(page) for page in item.stash.get(PAGES, [])]
        report.longrepr = "\n\n".join([str(report.longrepr), *shown])
    return report


def _shown(page):
    try:
        return f"-- {page.url} showed:\n{page.inner_text('body', timeout=2_000)[:1500]}"
    except Exception as error:
        return f"-- a page that does not answer: {error}"


@pytest.fixture(scope="session", autouse=True)
def browser():
    """Start Chromium before the database is made, so that both live in one loop."""
    # Imported here: without a browser the library is not needed either.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # The loop makes Django think of async code; there is none.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def academy(transactional_db, live_server, settings):
    """The site as `make run` prepares it; gives its address."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("load_starter", verbosity=0)
    call_command("seed_demo", verbosity=0)
    return live_server.url


@pytest.fixture
def open_page(browser, academy, request):
    """Open a page in a fresh browser; what it complains about fails the test."""
    contexts = []

    def opened(*, size=DESK, locale="zh-CN", scheme="light", **options):
        context = browser.new_context(
            viewport=size,
            locale=locale,
            color_scheme=scheme,
            base_url=academy,
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(message, complaints))
        contexts.append((context, complaints))
        page.complaints = complaints
        request.node.stash.setdefault(PAGES, []).append(page)
        return page

    yield opened
    found = [complaint for _, complaints in contexts for complaint in complaints]
    for context, _ in contexts:
        context.close()
    assert found == []


def _note(message, complaints):
    expected = ("Failed to load resource",)
    if message.type == "error" and not message.text.startswith(expected):
        complaints.append(message.text)


def read_notice(page):
    """Whoever has not read the newest notice meets it before anything else."""
    if "/account/notice/" in page.url:
        page.click("form[action='/account/notice/'] button")
        page.wait_for_url(lambda url: "/account/notice/" not in url)
        page.wait_for_selector("main h1")


@contextmanager
def offline(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)
