"""What a reader waits for: from the key that changes the year to the last change of text and map, in Chromium.

``python -m tests.tools.bench_browser [--scale F|S|M|L] [--runs 9]``, part of ``make bench``: on the map of the
département that has the most facts, each run chooses another first year from the keyboard; « new » are years that this
server was never asked, « again » the same once more. Budget: 300 ms at S and M, 1 s at L (medians of 9, two cores).
"""

import argparse
import statistics
from collections.abc import Sequence

from playwright.sync_api import Page

from tests.tools.bench import SCALES, filled, opened_on, store_of
from tests.tools.serving import OFFICE, SLOW_MACHINE_MS, driven, served, settle

# Texts, elements, and what is drawn; the browser's own clock, in milliseconds.
_WATCH = """
  const drawn = (seen) => seen.type !== "attributes" || seen.target.namespaceURI === "http://www.w3.org/2000/svg";
  new MutationObserver((all) => { if (all.some(drawn)) window.changed = performance.now(); })
    .observe(document.querySelector("[data-testid='stMain']"),
             {subtree: true, childList: true, characterData: true, attributes: true});
  addEventListener("keydown", (event) => { if (event.key === "Enter") window.pressed = performance.now(); }, true);
"""
# Nothing has changed for a second, and the server has said that it is done.
_DONE = """() => window.changed > window.pressed && performance.now() - window.changed > 1000
  && !document.querySelector("[data-testid='stApp'][data-test-script-state='running']")"""
_LAST = 2025


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the medians, and the slowest, of years that are new and of the same again."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_browser", description="What a reader waits for.")
    parser.add_argument("--scale", choices=SCALES, default="S", help="F: the real facts; S, M, L: a demonstration")
    parser.add_argument("--runs", type=int, default=9, help="changes of year, of which the median is told")
    options = parser.parse_args(arguments)
    folder, path = store_of(options.scale)
    years = [str(_LAST - rank) for rank in range(options.runs)]
    with served(folder, None, **opened_on(options.scale)) as address, driven() as browser:
        page = browser.new_page(viewport=OFFICE, locale="fr-FR")
        page.goto(f"{address}/{filled('carte?departement={de}', path)}")
        page.locator("path[data-code]").first.wait_for(timeout=SLOW_MACHINE_MS)
        settle(page)
        page.evaluate(_WATCH)
        for words in ("new", "again"):
            waited = [_change(page, year) for year in years]
            print(f"change of year, {words}: {statistics.median(waited):.0f} ms, at most {max(waited):.0f} ms")


def _change(page: Page, year: str) -> float:
    """Milliseconds from the key to the last change."""
    choice = page.get_by_role("combobox", name="De", exact=True)
    choice.fill(year)
    page.get_by_role("option", name=year, exact=True).wait_for()
    choice.press("Enter")
    page.wait_for_function(_DONE, timeout=SLOW_MACHINE_MS)
    return float(page.evaluate("window.changed - window.pressed"))


if __name__ == "__main__":
    main()
