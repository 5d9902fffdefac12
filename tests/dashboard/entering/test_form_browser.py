"""A form in a real Chromium: by the keyboard alone, a draft that outlives a change of page, both widths."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.small.entered import CAFE, fields
from tests.small.facts import SMALL, filled
from tests.tools.serving import CHROMIUM_ARGUMENTS, SLOW_MACHINE_MS, chromium, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins")
    made = filled(reference_store, tmp_path_factory.mktemp("saisie"), SMALL)
    shutil.copytree(made, folder / "reel")
    return folder


def by_keyboard(page: Page, field: Locator, text: str) -> None:
    """Type in a field, then leave it with the tabulation key."""
    field.focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def test_a_fiche_is_completed_by_keyboard_and_its_draft_outlives_a_change_of_page(
    stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    with served(stores) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.set_default_timeout(SLOW_MACHINE_MS)
        page.goto(f"{address}/fiche?action={CAFE}")
        page.get_by_role("link", name="Corriger ou compléter cette fiche").press("Enter")
        page.goto(f"{address}/saisie?sujet=action:{CAFE}&champ=commune")
        places = page.get_by_role("combobox", name=re.compile("Communes"))
        places.focus()
        page.keyboard.type("Lyon")
        expect(page.get_by_text("Ajouter : Lyon")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Lyon (Rhône, 69)")).to_be_visible()
        page.get_by_role("link", name="La fiche").press("Enter")
        page.get_by_role("link", name="Corriger ou compléter cette fiche").press("Enter")
        expect(page.get_by_text("Brouillon", exact=False)).to_be_visible()
        save = page.get_by_role("button", name="Enregistrer", exact=True)
        save.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("1 erreur à corriger")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        by_keyboard(page, page.get_by_label("Votre fonction"), "chargée de mission")
        save.press("Enter")
        expect(page.get_by_text("Ce qui change", exact=False)).to_be_visible()
        browser.close()
    # Vichy and Cusset were known; Lyon was typed.
    assert fields(stores / "reel", CAFE)["lieux"] == ["03095 · declaree", "03310 · declaree", "69123 · declaree"]
