"""A session in a real Chromium: on a projector, by keys; a decision that is refused. Nothing is written."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.tools.serving import OFFICE, PHONE, settle, visit

SESSION = "comite-departemental-demonstration-03-"


@pytest.mark.browser
def test_arrows_lead_on_and_back_with_the_focus_and_escape_leaves(page: Page, address: str) -> None:
    visit(page, address, "seances")
    page.locator(f'a[href*="seances?id={SESSION}"]').first.click()
    settle(page)
    page.get_by_role("link", name="Projeter cette séance").click()
    settle(page)
    bar = page.locator("nav.projection")
    expect(bar).to_have_attribute("data-ecran", "1")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    paragraph = page.locator("p.question")
    assert page.evaluate("p => p.getBoundingClientRect().width > 0.5 * innerWidth", paragraph.element_handle())
    assert page.evaluate("getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]')).zoom") == "1.4"
    page.keyboard.press("ArrowRight")
    expect(bar).to_have_attribute("data-ecran", "2")
    # The last screen has no way on: the focus stays on the bar.
    expect(page.locator("nav.projection a:focus")).to_have_count(1)
    settle(page)
    page.get_by_text("Noter une décision").click()
    field = page.get_by_label("Décision (obligatoire)")
    field.fill("abc")
    field.press("ArrowLeft")  # Arrows move in a field, not from screen to screen.
    expect(bar).to_have_attribute("data-ecran", "2")
    field.press("Escape")
    expect(bar).to_have_attribute("data-ecran", "2")
    page.keyboard.press("ArrowLeft")
    expect(bar).to_have_attribute("data-ecran", "1")
    expect(page.locator("nav.projection a:focus")).to_have_count(1)
    settle(page)
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(page.get_by_role("link", name="Projeter cette séance")).to_be_visible()


@pytest.mark.browser
def test_a_refused_decision_is_told_in_place_kept_sound_and_not_printed(page: Page, address: str) -> None:
    visit(page, address, "seances")
    page.locator(f'a[href*="seances?id={SESSION}"]').first.click()
    settle(page)
    page.get_by_text("Enregistrer une décision").click()
    settle(page)
    words = page.get_by_label("Décision (obligatoire)")
    words.fill("<b>Ouvrir</b> une permanence")
    page.get_by_label("Porteur").fill("Mme Durand")
    page.get_by_label("Porteur").press("Tab")
    settle(page)
    page.get_by_role("button", name="Enregistrer cette décision").click()
    told = page.locator(".erreurs")
    expect(told).to_contain_text("Rien n'a été enregistré : 3 erreurs à corriger")
    expect(told).to_be_focused()
    settle(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    told.get_by_role("link", name="Porteur").press("Enter")  # Each error leads to its field.
    expect(page.locator(".erreur", has_text="jamais une personne")).to_be_in_viewport()
    page.set_viewport_size(PHONE)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.emulate_media(media="print")
    expect(words).to_be_hidden()
    expect(told).to_be_hidden()
    page.emulate_media(media="screen")
    # Another page, and back: the form opens on what was typed.
    page.set_viewport_size(OFFICE)
    page.get_by_role("link", name="← Toutes les séances").press("Enter")
    settle(page)
    page.locator(f'a[href*="seances?id={SESSION}"]').first.click()
    settle(page)
    expect(words).to_have_value("<b>Ouvrir</b> une permanence")
