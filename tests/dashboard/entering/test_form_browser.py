"""A fiche made in a real Chromium, by the keyboard: created, left half filled and found again, completed, corrected."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from data import store
from tests.small.entered import fields
from tests.small.facts import SMALL, filled
from tests.tools.serving import CHROMIUM_ARGUMENTS, SLOW_MACHINE_MS, chromium, served, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def page(reference_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The form of a new fiche, on a store of one structure; a second page would be another session."""
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    made = filled(reference_store, tmp_path, {"structures": SMALL["structures"]})
    shutil.move(made, tmp_path / "magasins" / "reel")
    with served(tmp_path / "magasins") as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        page.set_default_timeout(SLOW_MACHINE_MS)
        page.goto(f"{address}/saisie?nouveau=action")
        expect(page.locator("footer.pied")).to_be_visible()
        yield page
        browser.close()


def write(page: Page, label: str, text: str) -> None:
    """Type in a field, then leave it by the keyboard; the page has taken it once it says so."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")
    settle(page)
    expect(page.get_by_text("Brouillon : ce que vous avez tapé")).to_be_visible()


def choose(page: Page, label: str, beginning: str, shown: str) -> None:
    """Choose in a list by the beginning of a word."""
    page.get_by_role("combobox", name=re.compile(label)).focus()
    settle(page)
    page.keyboard.type(beginning)
    expect(page.get_by_role("option").first).to_contain_text(shown)
    page.keyboard.press("Enter")
    settle(page)


def opened(page: Page, title: str) -> None:
    """Open a part of the form by the keyboard, unless it is open."""
    part = page.locator("details").filter(has=page.locator("summary", has_text=title))
    if part.get_attribute("open") is None:
        part.locator("summary").press("Enter")
        settle(page)


def saved(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


def test_a_fiche_is_created_completed_and_corrected(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "magasins" / "reel"
    write(page, "Titre", "Fanfare des quartiers")
    choose(page, "Structure qui la mène", "Centre", "Centre social des Coteaux")
    # Half filled, it is left for another page and found again by its address.
    page.get_by_role("link", name="Méthode").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Méthode")
    page.go_back()
    expect(page.get_by_label("Titre", exact=True)).to_have_value("Fanfare des quartiers")
    opened(page, "Dates")
    write(page, "Date de début", "03/2021")
    opened(page, "Où")
    for name in ("Moulins", "Yzeure"):
        choose(page, "Communes où elle a lieu", name, name)
    page.keyboard.press("Escape")
    write(page, "Votre fonction", "chargée de mission")
    saved(page, "Créer", "Fiche créée.")
    (sujet_id,) = store.ask_facts(path, "SELECT action_id FROM actions")[0]
    now = fields(path, sujet_id)
    assert now["lieux"] == ["03190 · declaree", "03321 · declaree"]
    assert (now["date_debut"], now["date_debut_precision"]) == (["2021-03-01"], ["mois"])
    # Completed: a section, whose text is published once reviewed.
    opened(page, "Ce que dit la fiche, rubrique par rubrique")
    write(page, "Limites", "Peu de place.")
    page.get_by_text("J'ai relu les textes libres").click()
    saved(page, "Enregistrer", "Enregistré.")
    # Corrected: what was declared stays beside.
    write(page, "Titre", "Fanfare")
    saved(page, "Enregistrer", "Ce qui change : titre")
    expect(page.get_by_text("Déclaré : Fanfare des quartiers.")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    now = fields(path, sujet_id)
    assert (now["titre"], now["limites"]) == (["Fanfare"], ["Peu de place."])
