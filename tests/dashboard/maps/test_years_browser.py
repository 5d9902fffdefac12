"""The slider of years in a real Chromium, on the demonstration: from the keyboard, without a question to the server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.tools.serving import OFFICE, visit

pytestmark = pytest.mark.browser


def test_years_go_by_in_the_browser(page: Page, address: str) -> None:
    asked: list[object] = []

    def heard(frame: object) -> None:
        asked.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", heard))
    visit(page, address, "carte?jeu=demo&departement=03&temps=annees&annee=2019&avec=personnes")
    maps = page.locator(".carte svg.fond")
    expect(maps).to_have_count(2)
    sliders = page.get_by_role("slider", name="Année affichée")
    expect(sliders).to_have_count(1)
    expect(page.locator(".carte output").first).to_contain_text("2019")
    sizes = "all => all.map(c => c.getAttribute('r')).join()"
    circles = page.locator(".carte").last.locator("svg.fond circle")
    expect(circles.first).to_be_attached()
    before, sent = circles.evaluate_all(sizes), len(asked)
    sliders.focus()
    page.keyboard.press("Home")
    expect(sliders).to_have_attribute("aria-valuetext", re.compile("^2016"))
    page.keyboard.press("ArrowRight")
    expect(page.locator(".carte output").first).to_contain_text("2017")
    expect(page).to_have_url(re.compile("annee=2017"))
    # So does the sentence that opens the page.
    expect(page.locator(".reponse .phrase").first).to_contain_text("2017")
    # The other map follows, and nothing was asked of the server.
    assert circles.evaluate_all(sizes) != before
    assert len(asked) == sent
    # A commune chosen afterwards leaves the slider where it is.
    page.locator('path[data-code="03190"]').first.click(force=True)
    expect(page.get_by_role("heading", name="Moulins")).to_be_visible()
    expect(page.locator(".carte output").first).to_contain_text("2017")
    expect(page).to_have_url(re.compile("annee=2017"))


def test_the_map_plays_at_a_key_and_stops_at_a_key(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit(page, address, "carte?jeu=demo&departement=03&mesure=F5")
    told = page.locator(".carte output")
    expect(told).to_contain_text("2025")
    button = page.get_by_role("button", name="Faire défiler les années")
    button.focus()
    page.keyboard.press("Enter")
    expect(told).to_contain_text("2017")
    page.get_by_role("button", name="Arrêter").press("Enter")
    expect(button).to_be_visible()
    assert page.locator(".carte svg.fond path").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


@pytest.mark.parametrize("query", ["", "&temps=annees&mesure=personnes", "&mesure=D3&niveau=commune"])
def test_the_whole_map_stands_on_the_first_screen(page: Page, address: str, query: str) -> None:
    visit(page, address, f"carte?jeu=demo&departement=03{query}")
    expect(page.locator(".carte svg.fond path").first).to_be_visible()
    page.wait_for_timeout(1_000)  # what stands above the map takes its place
    ends = page.locator(".carte").evaluate_all("all => all.map(c => c.getBoundingClientRect().bottom)")
    assert max(ends) <= OFFICE["height"]
