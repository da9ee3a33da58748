"""A browser for the journeys: the Chromium that bin/test found, held to this machine and checked by axe."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.forgetting import forget

# Playwright's plain interface keeps an event loop in the thread, and Django then takes each query for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each story has schools of its own under numbers that another may have used."""
    forget()


@pytest.fixture(scope="session")
def chromium():
    program = (
        os.environ.get("FINGERPOST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if program is None:
        pytest.skip("no Chromium here: bin/test looks for one, or set FINGERPOST_CHROMIUM")
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A page in a fresh browser profile; the test fails when a page asks for anything outside this machine."""
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/London")
    strangers = []

    def keep_inside(route, request):
        if urlsplit(request.url).hostname in (None, "127.0.0.1", "localhost"):
            route.continue_()
        else:
            strangers.append(request.url)
            route.abort()

    context.route("**/*", keep_inside)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert not strangers, f"The page asked for {strangers}, which is outside this machine."


@pytest.fixture
def assert_accessible():
    """Call it with a page: axe finds nothing wrong with it."""

    def check(page):
        # A click has been followed before its page is whole, and axe would look at half of it.
        page.wait_for_load_state()
        found = Axe().run(page).response["violations"]
        told = [
            f"{fault['id']}: {fault['help']}\n    {node['html'][:200]}"
            for fault in found
            for node in fault["nodes"]
        ]
        assert not told, f"On {page.url} axe finds:\n" + "\n".join(told)

    return check
