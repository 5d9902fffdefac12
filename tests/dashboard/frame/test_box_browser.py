"""The box and the words that explain themselves, in a real Chromium: keys, pointer, fingers, screen reader, paper."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.tools.serving import PHONE, settle, visit

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> **gras** " + "l" * 82


def unbroken(page: Page) -> None:
    """No rule of axe is broken (the levels A and AA of WCAG, and good practice)."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_box_from_the_keyboard_alone(page: Page, address: str) -> None:
    visit(page, address, "indicateurs?departement=03&de=2019")
    box, options = page.locator("#boite"), page.locator("#boite-liste [role=option]")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("st-pourcain")
    expect(options.first).to_contain_text("Saint-Pourçain-sur-Sioule")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", "boite-0")
    unbroken(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # From the first to the last.
    last = options.last.get_attribute("id") or ""
    expect(box).to_have_attribute("aria-activedescendant", last)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("st-pourcain")
    page.keyboard.press("ArrowDown")  # It opens again.
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/territoire\?departement=03&de=2019&commune=03254$"))
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Saint-Pourçain-sur-Sioule")
    expect(box).to_have_value("")


def test_a_slash_that_is_typed_in_a_field_stays_there(page: Page, address: str) -> None:
    visit(page, address, "actions?departement=03")
    field = page.get_by_role("textbox", name="Chercher des mots")
    field.click()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")


def test_nothing_found_and_names_of_any_kind(page: Page, address: str) -> None:
    visit(page, address, "methode")
    page.locator("#boite").fill("zzqx")
    expect(page.locator(".boite [role=status]")).to_contain_text("Aucun résultat")
    unbroken(page)

    def hostile(route: Route) -> None:
        group = {"titre": HOSTILE, "choix": [{"nom": HOSTILE, "detail": HOSTILE, "href": "javascript:alert(1)"}]}
        route.fulfill(body=json.dumps({"groupes": [group], "dit": ""}), content_type="application/json")

    page.route("**/chercher?*", hostile)
    page.locator("#boite").fill("hostile")
    option = page.locator("#boite-0")
    expect(option).to_contain_text(HOSTILE)
    assert page.locator(".boite-volet img").count() == 0
    assert option.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.unroute("**/chercher?*")
    page.route("**/chercher?*", lambda route: route.abort())
    page.locator("#boite").fill("panne")
    expect(page.locator(".boite [role=status]")).to_contain_text("La recherche ne répond pas")


def test_the_box_is_one_tap_away_on_a_phone_and_not_on_paper(phone: Page, address: str) -> None:
    visit(phone, address, "?departement=03")
    phone.get_by_role("button", name="Chercher", exact=True).tap()
    expect(phone.locator("#boite")).to_be_focused()
    phone.keyboard.type("nevers")
    expect(phone.locator("#boite-0")).to_contain_text("Commune d'un autre département")
    edge = phone.locator(".boite-volet").evaluate("one => one.getBoundingClientRect().right")
    assert edge <= PHONE["width"]
    phone.locator("#boite-0").tap()
    expect(phone).to_have_url(re.compile(r"commune=58194"))
    # What was asked for is not left under the sidebar.
    expect(phone.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    settle(phone)
    phone.emulate_media(media="print")
    assert not phone.locator(".boite-ouvrir").is_visible()


def test_a_term_is_explained_on_hover_at_the_focus_and_by_escape_no_more(page: Page, address: str) -> None:
    visit(page, address, "?departement=03")
    told = page.locator(".explication")
    term = page.locator(".terme", has_text="Participations").first
    # A page that is still being drawn may put another element under a pointer that does not move.
    for _ in range(20):
        term.hover()
        page.wait_for_timeout(500)
        if told.is_visible():
            break
        page.mouse.move(5, 5)
    expect(told).to_contain_text("une personne venue trois fois compte pour trois")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    page.mouse.move(5, 5)
    page.locator("summary", has_text="Sommaire").focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    for _ in range(100):
        if "terme" in (focused.get_attribute("class") or ""):
            break
        page.keyboard.press("Tab")
    expect(told).to_be_visible()
    described = page.locator(f"#{focused.get_attribute('aria-describedby')}").text_content()
    assert (described or "").replace(" ", "") == (told.text_content() or "").replace(" ", "")
    unbroken(page)
    page.keyboard.press("Enter")
    expect(told).to_be_hidden()


def test_a_tap_explains_a_mark_where_it_stands(phone: Page, address: str) -> None:
    visit(phone, address, "carte?departement=03&mesure=personnes")
    told = phone.locator(".explication")
    mark = phone.locator(".tableau .terme", has_text=re.compile(r"^s$")).first
    mark.tap()
    expect(told).to_contain_text("Secret statistique")
    box = told.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    mark.tap()
    expect(told).to_be_hidden()
    mark.tap()
    phone.locator("h1").tap()
    expect(told).to_be_hidden()


def test_a_table_of_marks_is_not_as_many_stops(page: Page, address: str) -> None:
    visit(page, address, "carte?departement=03&mesure=personnes")
    marks = page.locator(".tableau .terme", has_text=re.compile(r"^(nd|ns|s|///)$"))
    expect(marks.first).to_be_visible()
    every = marks.evaluate_all("all => all.map(one => [one.textContent, one.tabIndex])")
    stops = [mark for mark, place in every if place == 0]
    assert len(every) > len(stops) == len(set(stops)) > 0
    # Words are explained beside links, never within them.
    assert page.locator("a .terme, button .terme, h1 .terme, h2 .terme").count() == 0
