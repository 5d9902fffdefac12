"""Every page of the menu printed by Chromium from a large dark screen, and what poppler reads in the PDF."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from dashboard.frame import palette
from queries.copy.indicators import catalogue
from tests import ROOT
from tests.tools import serving
from tests.tools.serving import PHONE, settle, windowed

pytestmark = pytest.mark.browser

# Page → the most sheets that it may take, and words that it must hold: what it says last, of the last known year.
PRINTED = {
    "": (5, ["Allier (03), toutes années"]),
    "indicateurs": (5, ["Retour sur les limites", "2025"]),
    "indicateur?id=A1": (4, ["\ncible\n", "\nréférence\n", "2026"]),
    "bassins": (5, ["Retour sur les limites", "Année : 2025"]),
    "bassins?vue=cartes": (3, ["Taux bruts", "Taux lissés"]),
    "bassins?vue=entonnoir": (3, ["limites à 95", "Vichy"]),
    "carte": (4, ["Mesure : Actions", "MOULINS", "Bizeneuille", "Ygrande : "]),  # the first communes and the last ones
    "besoins": (4, ["Public ou thème : Toutes les actions", "MOULINS", "31/12/2025"]),
    "actions": (3, ["Page 1 sur 185"]),
    "financements": (6, ["Question : Qui paie ?", "Vichy ·", "FONJEP"]),
    "financements?question=manque": (4, ["moins que sa part", "si tout était connu", "Pour aller plus loin"]),
    "financements?question=arret": (6, ["mois par mois", "Avant", "Après", "Pour aller plus loin"]),
    "couts": (5, ["Montants : Prévu", "Europe"]),
    "donnees": (2, ["Partie : Charger"]),
    "methode": (18, ["Les fausses alertes"]),
    "sources": (6, ["Contradictions"]),
    "origine?chiffre=accorde": (2, ["Les 12 premières lignes sur", "instantané", "Accordé, part d'ici"]),
}
MAPPED = ("carte", "besoins", "bassins?vue=cartes")
# What can be pressed, opened or typed in, anywhere in the product.
CONTROLS = (
    "Jeu de données",
    "Pages et filtres",
    "Sommaire",
    "CSV pour",
    "Notice (JSON)",
    "Télécharger",
    "(ZIP)",
    "Parcourir",
    "Mo par fichier",
    "Page suivante",
    "Accordé\nVersé",
    "keyboard_arrow",
    "Ce tableau défile",
)
MARGIN_PT = 28.35  # 1 cm
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
DRAWN = """() => !document.querySelector("[data-testid=stMain] [data-testid=stSkeleton]")
  && [...document.querySelectorAll(".stPlotlyChart")].every((chart) => chart.querySelector("svg.main-svg"))
  && [...document.querySelectorAll(".carte")].every((map) => map.querySelector("path[class]"))"""
# Of the words across each sheet poppler reads one letter a line.
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Sheets:
    """A PDF: the text of each sheet, its spaces plain, and how far right its words go, in points."""

    texts: list[str]
    right: float
    width: float

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One tab for all: scripts and outlines are fetched once."""
    with windowed(browser, PROJECTOR, color_scheme="dark") as context:
        yield context.new_page()


def visit(page: Page, address: str, path: str) -> None:
    """A map is awaited where there is one: for a moment nothing stands in its place, not even what says it comes."""
    serving.visit(page, address, path)
    if path.startswith(MAPPED):
        expect(page.locator(".carte").first).to_be_attached()
    page.wait_for_function(DRAWN)


def printed(page: Page, folder: Path) -> Sheets:
    """The page as Chromium prints it on A4, read by poppler."""
    file = folder / "page.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    whole = re.sub("[\u00a0\u202f]", " ", _poppler("pdftotext", file, "-"))
    texts = whole.removesuffix("\f").split("\f")
    places = _poppler("pdftotext", "-bbox", file, "-")
    right = max(float(place) for place in re.findall(r'<word [^>]*xMax="([\d.]+)"', places))
    width = max(float(place) for place in re.findall(r'<page width="([\d.]+)"', places))
    return Sheets(texts, right, width)


def _poppler(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("path", PRINTED)
def test_a_page_is_whole_on_paper_and_no_control_is_left(page: Page, address: str, path: str, tmp_path: Path) -> None:
    page.set_viewport_size(PROJECTOR)
    visit(page, address, path)
    sheets = printed(page, tmp_path)
    most, words = PRINTED[path]
    assert 1 <= len(sheets.texts) <= most
    assert [number for number, text in enumerate(sheets.texts, 1) if len(_WORD.findall(text)) < 10] == []
    assert [word for word in CONTROLS if word in sheets.text] == []
    assert [word for word in words if word not in sheets.text] == []
    assert "version" in sheets.texts[-1] and "instantané" in sheets.texts[-1]
    assert sheets.right <= sheets.width - MARGIN_PT + 1


def test_a_phone_prints_what_a_screen_prints(page: Page, address: str, tmp_path: Path) -> None:
    page.set_viewport_size(PHONE)
    visit(page, address, "indicateur?id=A1")
    sheets = printed(page, tmp_path)
    assert "\ncible\n" in sheets.text and "2026" in sheets.texts[0]
    assert [word for word in CONTROLS if word in sheets.text] == []
    assert sheets.right <= sheets.width - MARGIN_PT + 1


def test_charts_and_words_are_dark_on_white_and_the_screen_is_left_as_it_was(page: Page, address: str) -> None:
    page.set_viewport_size(PROJECTOR)
    visit(page, address, "indicateur?id=A1")
    before = page.locator(".stPlotlyChart svg.main-svg").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    ink = "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    assert page.locator(".sur-papier text").evaluate_all(ink) == ["rgb(27, 36, 48)"]
    paper = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert page.locator(".stApp").evaluate(paper) == ["rgb(27, 36, 48)", "rgb(255, 255, 255)"]
    page.emulate_media(media="null", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".stPlotlyChart svg.main-svg").count() == before


def test_the_inks_of_the_dark_theme_are_those_that_paper_changes() -> None:
    sheet = (ROOT / "dashboard" / "static" / "paper.css").read_text(encoding="utf-8")
    for inks in (palette.INK, palette.MUTED, palette.RULE, palette.PAPER):
        red, green, blue = (int(inks["dark"][start : start + 2], 16) for start in (1, 3, 5))
        assert f"fill: rgb({red}, {green}, {blue})" in sheet and f"stroke: rgb({red}, {green}, {blue})" in sheet


def test_an_image_changes_the_inks_of_the_dark_theme_and_no_colour_of_a_series() -> None:
    script = (ROOT / "dashboard" / "static" / "image.js").read_text(encoding="utf-8")
    changed = re.findall(r'\["(#[0-9a-f]{6})", ', next(line for line in script.splitlines() if "LIGHT = " in line))
    assert changed == [inks["dark"].lower() for inks in (palette.INK, palette.MUTED, palette.RULE, palette.PAPER)]


def test_heads_come_again_on_each_sheet(page: Page, address: str, tmp_path: Path) -> None:
    page.set_viewport_size(PROJECTOR)
    visit(page, address, "sources")
    listed = [text for text in printed(page, tmp_path).texts if text.count("les comptes 60 à 68") > 2]
    assert len(listed) > 1
    assert all("Ce qui se contredit" in text for text in listed)


def test_asked_from_the_keyboard_print_waits_for_the_map_and_says_it_is_not_there_yet(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with windowed(browser, PROJECTOR) as context:
        page = context.new_page()
        page.add_init_script(
            "window.print = () => (window.printed = document.querySelectorAll('.carte path[role]').length)"
        )
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/contours/**", hold)
        page.goto(f"{address}/carte")
        settle(page)
        expect(page.locator(".carte")).to_be_attached()
        assert "Ce dessin n'était pas encore affiché" in printed(page, tmp_path).text
        page.keyboard.press("Control+p")
        page.wait_for_timeout(300)
        assert page.evaluate("window.printed") is None
        for route in held:
            route.continue_()
        page.wait_for_function("window.printed !== undefined")
        assert page.evaluate("window.printed") == 317


def test_a_map_printed_before_it_has_a_width_has_its_names_in_their_places(browser: Browser, address: str) -> None:
    with windowed(browser, PROJECTOR) as context:
        page = context.new_page()
        style = "Object.assign(document.createElement('style'), {textContent: '.carte {display: none}'})"
        page.add_init_script(f"addEventListener('DOMContentLoaded', () => document.head.append({style}))")
        serving.visit(page, address, "besoins")
        names = page.locator(".carte text")
        expect(names).to_have_count(3)
        places = names.evaluate_all("all => all.map(one => one.getAttribute('transform'))")
        assert len(set(places)) == 3 and None not in places


def test_a_definition_is_folded_found_by_its_address_and_printed_whole(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.set_viewport_size(PROJECTOR)
    visit(page, address, "methode#C3")
    opened = "all => all.filter(one => one.open).map(one => one.id)"
    definitions = page.locator("details.fiche-methode")
    expect(page.locator("#C3")).to_have_attribute("open", "")
    expect(page.locator("#C3 summary")).to_be_in_viewport()
    assert definitions.evaluate_all(opened) == ["C3"]
    page.locator("a[href='#A1']").click()
    expect(page.locator("#A1")).to_have_attribute("open", "")
    expect(page.locator("#A1 summary")).to_be_in_viewport()
    total = len(catalogue.load().indicators)
    assert definitions.count() == total
    assert printed(page, tmp_path).text.count("Règle d'affichage") == total


def test_a_long_page_has_contents_that_lead_to_its_parts(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    visit(page, address, "sources")
    page.get_by_text("Sommaire", exact=True).click()
    entries = page.locator("details.sommaire button")
    assert entries.all_inner_texts() == page.locator("h2.section").all_inner_texts()
    entries.last.click()
    expect(page.locator("h2.section").last).to_be_in_viewport()
    expect(page.locator("h2.section").last).to_be_focused()
    visit(page, address, "donnees")
    expect(page.locator("details.sommaire")).to_be_hidden()


def test_a_wide_table_says_that_it_scrolls_and_the_filters_are_named_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    visit(page, address, "sources")
    expect(page.locator(".tableau[data-defile]").first).to_be_visible()
    over = "all => all.map(one => [one.scrollWidth > one.clientWidth + 1, one.hasAttribute('data-defile')])"
    assert all(wide == told for wide, told in page.locator(".tableau").evaluate_all(over))
    words = "one => getComputedStyle(one, '::after').content"
    assert page.get_by_test_id("stExpandSidebarButton").evaluate(words) == '"Pages et filtres"'
    page.set_viewport_size(PROJECTOR)
    expect(page.locator(".tableau[data-defile]")).to_have_count(0)


def test_on_a_phone_without_fonts_nothing_covers_the_way_up_nor_the_menu(page: Page, address: str) -> None:
    page.route("**/*.woff2", lambda route: route.abort())
    page.set_viewport_size(PHONE)
    visit(page, address, "indicateur?id=B1")
    expect(page.locator("details.sommaire")).to_be_visible()
    up, copied = (page.locator(which).bounding_box() for which in (".fil a", ".lien-vue button"))
    assert up is not None and copied is not None
    assert up["y"] >= copied["y"] + copied["height"] or copied["y"] >= up["y"] + up["height"]
    expect(page.get_by_test_id("stIconMaterial").locator("visible=true")).to_have_count(0)


def test_the_accent_of_the_dark_is_read_by_dark_words(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, address, "dossier?departement=03")
    button = page.get_by_test_id("stBaseButton-primary").first
    # White on #7CC0EA is 2.0 to 1; this blue-black is 8.4 to 1 (WCAG 2.2, 1.4.3 asks for 4.5).
    expect(button).to_have_css("background-color", "rgb(124, 192, 234)")
    expect(button).to_have_css("color", "rgb(16, 32, 44)")


def test_a_projector_is_filled_and_a_point_is_still_read_under_the_pointer(page: Page, address: str) -> None:
    page.set_viewport_size(PROJECTOR)
    visit(page, address, "indicateur?id=A1")
    main = page.get_by_test_id("stMainBlockContainer").bounding_box()
    chart = page.locator(".stPlotlyChart svg.main-svg").first
    expect(chart).to_have_attribute("height", "320")
    expect(page.locator(".st-key-graphique_serie")).to_have_css("margin-bottom", "58px")
    shown = chart.bounding_box()
    assert main is not None and shown is not None
    assert shown["width"] > 0.6 * PROJECTOR["width"] and shown["height"] == pytest.approx(320 * 1.18, abs=2)
    after = page.get_by_role("heading", name="Bassin par bassin").bounding_box()
    assert after is not None and after["y"] >= shown["y"] + shown["height"]
    last = page.locator(".stPlotlyChart").first.locator(".scatterlayer .point").nth(9)
    last.scroll_into_view_if_needed()
    place = last.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2 - 2, place["y"] + place["height"] / 2)
    expect(page.locator(".hoverlayer").first).to_contain_text("2025")
