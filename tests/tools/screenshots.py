"""The picture of the README, made by the dashboard itself: ``make screenshots``."""

from playwright.sync_api import sync_playwright

from tests import ROOT
from tests.tools.serving import CHROMIUM_ARGUMENTS, chromium, served

PICTURE = ROOT / "dashboard" / "apercu.png"


def main() -> None:
    """Photograph the first page of the installation's stores."""
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.goto(address)
        page.locator("footer.pied").wait_for(timeout=60_000)
        page.wait_for_timeout(3_000)
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
