"""The picture of the README, made by the dashboard itself: ``make screenshots``."""

from tests import ROOT
from tests.tools.serving import OFFICE, driven, served

PICTURE = ROOT / "dashboard" / "apercu.png"


def main() -> None:
    """Photograph the first page of the installation's stores."""
    with served() as address, driven() as browser:
        page = browser.new_page(viewport=OFFICE, locale="fr-FR")
        page.goto(address)
        page.locator("footer.pied").wait_for(timeout=60_000)
        page.wait_for_timeout(3_000)
        page.screenshot(path=PICTURE)
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
