"""The picture of the README, made by the dashboard itself: ``make screenshots``."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.serving import CHROMIUM_ARGUMENTS, ROOT, chromium, served

PICTURES = {"synthese": "", "carte": "carte?departement=49&mesure=evenements"}


def main(folder: Path = ROOT / "docs") -> None:
    """Write one PNG a page."""
    folder.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        for name, path in PICTURES.items():
            page.goto(f"{address}/{path}")
            page.locator("footer.pied").wait_for(timeout=60_000)
            page.wait_for_timeout(3_000)
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
