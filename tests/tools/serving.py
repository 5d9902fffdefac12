"""The dashboard served for a test or a benchmark, on a free port, on the stores of a folder."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests import ROOT

# A deadline is not a truth: no test fails because the machine is busy.
PATIENCE_S = 180.0
SLOW_MACHINE_MS = 180_000
# What the screens of an office and of a phone show, in pixels.
OFFICE: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
expect.set_options(timeout=SLOW_MACHINE_MS)
_PROCESSES: dict[str, int] = {}
# A run under way, or what it has not drawn again yet, which is faded meanwhile.
_RUNNING = "[data-testid='stApp'][data-test-script-state='running'], [data-stale='true']"


@contextmanager
def served(stores: Path | None = None, log: Path | None = None, **settings: str) -> Iterator[str]:
    """Address of a dashboard that serves ``stores`` (the installation's when None); stopped at the end.

    ``settings`` are Streamlit's, as environment variables.
    """
    port = _free_port()
    environment = dict(os.environ) | settings
    if stores is not None:
        environment["OBSERVATOIRE_MAGASINS"] = str(stores)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    with (log or Path(os.devnull)).open("w") as output:
        process = subprocess.Popen(
            [*command, "--server.headless", "true"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(address, process)
            _PROCESSES[address] = process.pid
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def memory_mb(address: str) -> float:
    """Resident memory of the process that serves this address, in megabytes."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(_PROCESSES[address])], check=True, capture_output=True)
    return int(told.stdout) / 1000


def cpu_ms(address: str) -> float:
    """Processor time that the process that serves this address has used, in milliseconds; Linux only, NaN elsewhere."""
    told = Path(f"/proc/{_PROCESSES[address]}/stat")
    if not told.exists():
        return float("nan")
    user, system = told.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def chromium() -> str:
    """Path of the browser that the tests drive; tests/install_browser.sh puts one there."""
    names = [
        os.environ.get("CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("No Chromium: run 'make browser', or set CHROMIUM to its path")
    return found


# Without these, Chromium itself looks for updates and models, which are requests of the browser and not of the app.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the dashboard stopped at once, with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the dashboard did not answer within {PATIENCE_S:.0f} s")


@contextmanager
def driven() -> Iterator[Browser]:
    """A Chromium of one's own, closed at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def windowed(browser: Browser, viewport: ViewportSize = OFFICE, **more: Any) -> Iterator[BrowserContext]:
    """A window of a French reader that knows no other and waits as long as a slow machine takes.

    ``more`` is what Playwright's ``new_context`` takes besides.
    """
    context = browser.new_context(viewport=viewport, locale="fr-FR", **more)
    context.set_default_timeout(SLOW_MACHINE_MS)
    yield context
    context.close()


def visit(page: Page, address: str, path: str = "") -> None:
    """Open a page and wait until what was asked of it is there."""
    page.goto(f"{address}/{path}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until what was asked of the page is there: a run that ends takes away what is being typed in a list.

    Its last words are there before the run that writes them ends, and before it begins no run is under way.
    """
    page.wait_for_timeout(150)
    expect(page.locator("footer.pied")).to_be_visible()
    expect(page.locator(_RUNNING)).to_have_count(0)
