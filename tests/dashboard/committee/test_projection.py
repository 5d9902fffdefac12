"""A session on a projector, by keys, in a real Chromium."""

import pytest
from playwright.sync_api import Page, expect

from tests.tools.serving import settle, visit

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
