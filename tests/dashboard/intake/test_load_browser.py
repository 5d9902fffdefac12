"""Files dropped in a real Chromium: the words of the drop zone are French, and the keyboard goes through."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from data import store
from tests.tools.serving import CHROMIUM_ARGUMENTS, SLOW_MACHINE_MS, chromium, served

pytestmark = pytest.mark.browser
RIVALS = "Attribuant;Bénéficiaire;Montant voté;Montant attribué\nVille;Amicale;1;20\nVille;Boule;3;40\n"


@pytest.fixture
def page(reference_store: Path, tmp_path: Path) -> Iterator[Page]:
    """The part « Charger » on a store with the territory and no fact."""
    shutil.copytree(reference_store, tmp_path / "magasins" / "essai")
    with served(tmp_path / "magasins") as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
        context.set_default_timeout(SLOW_MACHINE_MS)
        page = context.new_page()
        page.goto(f"{address}/donnees")
        expect(page.locator("footer.pied")).to_be_visible()
        yield page
        browser.close()


def test_a_browser_closed_at_any_step_leaves_the_store_as_it_was(page: Page, tmp_path: Path) -> None:
    """At the question, before the load, during the trial: nothing is loaded, and the next one finds no trace."""
    file, path = tmp_path / "votes.csv", tmp_path / "magasins" / "essai"
    file.write_text(RIVALS, encoding="utf-8")
    before, address = store.history(path), page.url

    def reached(visit: Page, *, answered: bool) -> Page:
        visit.goto(address)
        visit.locator("input[type=file]").set_input_files(file)
        visit.get_by_role("radio", name=re.compile("Montant attribué")).press("Space")
        if answered:
            visit.get_by_role("button", name="Répondre").press("Enter")
            expect(visit.get_by_role("heading", name="4. Ce qui changerait")).to_be_visible()
        return visit

    reached(page.context.new_page(), answered=False).close()
    reached(page.context.new_page(), answered=True).close()
    left = reached(page.context.new_page(), answered=True)
    left.get_by_role("button", name="Calculer ce qui changerait").press("Enter")
    expect(left.get_by_text(re.compile("sur 4 : "))).to_be_visible()
    left.close()
    assert store.history(path) == before
    # Whoever comes next waits for its turn at most, and reads the same figures.
    last = reached(page, answered=True)
    last.get_by_role("button", name="Calculer ce qui changerait").press("Enter")
    expect(last.get_by_text("Rien n'est écrit.")).to_be_visible()
    assert store.history(path) == before and not list(path.glob("chargement-*"))


def test_the_drop_zone_is_french_and_a_load_goes_by_keyboard(page: Page, tmp_path: Path) -> None:
    zone = page.get_by_test_id("stFileUploader")
    expect(zone).to_contain_text("50 Mo par fichier")
    expect(zone).to_contain_text("Parcourir…")
    big, file = tmp_path / "gros.csv", tmp_path / "votes.csv"
    big.write_bytes(b"x" * 53_000_000)
    page.locator("input[type=file]").set_input_files(big)
    expect(zone).to_contain_text("Trop gros : 50.0 Mo au plus.")
    english = re.findall(r"\b(Upload|Browse|Drag|Error|must|smaller|per file|file upload)\b", zone.inner_text())
    assert english == []
    expect(page.locator("input[type=file]")).to_have_attribute("aria-label", "Choisir les fichiers")

    file.write_text(RIVALS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    choice = page.get_by_role("radio", name=re.compile("Montant attribué"))
    choice.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Répondre").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="4. Ce qui changerait")).to_be_visible()
    page.get_by_role("button", name=re.compile("Charger 2 lignes")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="5. Chargé")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
