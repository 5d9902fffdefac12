"""Whatever a test of the dashboard looks at, no part of a page may have failed for a reason that nobody foresaw.

Those that look at it in a real Chromium share one a file, and open its pages in windows of their own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.tools.serving import PHONE, driven, served, windowed


@pytest.fixture(autouse=True)
def no_unforeseen_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test during which one was logged; a test that wants one clears the log."""
    yield
    failed = [record for record in caplog.get_records("call") if "erreur imprévue" in record.getMessage()]
    assert failed == []


@pytest.fixture(scope="module")
def address(demo_store: Path) -> Iterator[str]:
    """Of a dashboard that serves the default demonstration."""
    with served(demo_store.parent) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the tests of a file."""
    with driven() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on the screen of an office."""
    with windowed(browser) as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone, that fingers touch."""
    with windowed(browser, PHONE, has_touch=True, is_mobile=True) as context:
        yield context.new_page()
