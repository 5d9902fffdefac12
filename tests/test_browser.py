"""The served dashboard in a real Chromium: links, clicks, languages, widths, and no request that leaves it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.serving import CHROMIUM_ARGUMENTS, chromium, served

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "carte",
    "carte?departement=03",
    "actions",
    "financements",
    "sources",
    "accessibilite",
    "fiche?action=rien",
]
PHONE = {"width": 390, "height": 844}
OFFICE = {"width": 1366, "height": 768}
SLOW_MACHINE_MS = 30_000


@pytest.fixture(scope="module")
def address(stores_folder: Path) -> Iterator[str]:
    with served(stores_folder) as address:
        yield address


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR")
    context.set_default_timeout(SLOW_MACHINE_MS)
    page = context.new_page()
    yield page
    context.close()


def visit(page: Page, address: str, path: str) -> None:
    """Open a page and wait until its script has ended and its charts are drawn."""
    page.goto(f"{address}/{path}")
    settle(page)


def settle(page: Page) -> None:
    expect(page.locator("footer.pied")).to_be_visible(timeout=SLOW_MACHINE_MS)
    expect(page.locator("[data-testid='stApp'][data-test-script-state='running']")).to_have_count(
        0, timeout=SLOW_MACHINE_MS
    )


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_app(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, address, path)
    outside = {url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None)}
    assert outside == set()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_french_and_shows_no_exception(page: Page, address: str, path: str) -> None:
    visit(page, address, path)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
    assert page.title().endswith("Observatoire du vivre-ensemble")
    text = page.locator("body").inner_text()
    english = re.findall(r"\b(Choose|Select all|No results|Deploy|Rerun|Running|Download|Search)\b", text)
    assert english == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, address, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
