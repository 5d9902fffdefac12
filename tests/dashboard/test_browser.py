"""The served dashboard in a real Chromium: links, clicks, languages, widths, and no request that leaves it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from dashboard.frame.boundary import UNFORESEEN
from tests.tools.serving import OFFICE, PHONE, served, windowed

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "indicateurs?departement=03",
    "indicateur?id=A1&departement=03",
    "methode",
    "bassins",
    "bassins?departement=03&vue=cartes",
    "carte",
    "carte?departement=03",
    "actions",
    "financements",
    "financements?departement=03&question=manque",
    "financements?departement=03&question=arret",
    "couts",
    "revue?departement=03",
    "dossier?departement=03",
    "besoins?departement=03",
    "sources",
    "donnees",
    "donnees?partie=modeles",
    "donnees?partie=campagne",
    "accessibilite",
    "fiche?action=rien",
    "inspirations?liste=art-therapie-adulte-34cf1390,rien",
    "territoire?commune=03310",
    "territoire",
    "origine?chiffre=actions",
    "origine",
]


@pytest.fixture(scope="module")
def address(stores_folder: Path) -> Iterator[str]:
    with served(stores_folder) as address:
        yield address


@pytest.fixture(scope="module")
def demonstration(demo_store: Path, real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("magasins-demonstration")
    shutil.copytree(demo_store, folder / "demo")
    shutil.copytree(real_store, folder / "reel")
    with served(folder) as address:
        yield address


def visit(page: Page, address: str, path: str) -> None:
    """Open a page and wait until its script has ended and its charts are drawn."""
    page.goto(f"{address}/{path}")
    settle(page)


def settle(page: Page) -> None:
    expect(page.locator("footer.pied")).to_be_visible()
    expect(page.locator("[data-testid='stApp'][data-test-script-state='running']")).to_have_count(0)
    seen: list[str] = []
    for _ in range(100):
        seen.append(page.locator("[data-testid='stMain']").inner_text())
        # Parts of a page come one after the other, slowly on a busy machine: three readings must agree.
        if len(seen) > 2 and len(set(seen[-3:])) == 1:
            return
        page.wait_for_timeout(300)
    raise AssertionError("the page never comes to rest")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_french_asks_nothing_outside_and_fits_a_phone(page: Page, address: str, path: str) -> None:
    """One visit tells all of it: a page costs seconds on a busy machine."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, address, path)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
    assert page.title().endswith("Observatoire du vivre-ensemble")
    text = page.locator("body").inner_text()
    assert UNFORESEEN not in text
    english = re.findall(r"\b(Choose|Select all|No results|Deploy|Rerun|Running|Download|Search)\b", text)
    assert english == []
    page.set_viewport_size(PHONE)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert {url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None)} == set()


@pytest.mark.parametrize("path", ["?departement=49", "revue?departement=03", "sources"])
def test_no_table_loses_its_last_columns_on_paper(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 718, "height": 1047})  # A4 at 96 dpi, less margins of 1 cm.
    page.emulate_media(media="print")
    visit(page, address, path)
    edges = page.locator(".tableau table").evaluate_all("all => all.map(table => table.getBoundingClientRect().right)")
    assert edges and max(edges) <= 718


def test_paper_cuts_no_word_of_a_head_and_no_chart(page: Page, address: str) -> None:
    """Drawn on an office screen, then printed on A4 at 96 dpi, less margins of 1 cm."""
    visit(page, address, "couts")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1047})
    heads = page.locator(".tableau thead th").evaluate_all("all => all.map(th => getComputedStyle(th).overflowWrap)")
    assert heads and set(heads) == {"normal"}
    rows = page.locator("[data-testid='stVerticalBlock']").evaluate_all(
        "all => all.map(b => getComputedStyle(b).display)"
    )
    assert "flex" not in rows
    edges = page.locator(".stPlotlyChart").evaluate_all("all => all.map(chart => chart.getBoundingClientRect().right)")
    assert edges and max(edges) <= 718


@pytest.mark.parametrize("scope", ["departement=03", "departement=03&bassin=031", "jeu=reel"])
def test_the_first_screen_stands_entirely(page: Page, demonstration: str, scope: str) -> None:
    """The answer, three figures, the indicators or the facts, the map: 1366 × 768, without scrolling."""
    visit(page, demonstration, f"?{scope}")
    # What leaves as an image stands in a box without a place of its own: its content is measured.
    parts = page.locator(".coup :is(.reponse, .chiffres, .petite-carte, .bande, .dit)")
    bottoms = parts.evaluate_all("all => all.map(part => part.getBoundingClientRect().bottom)")
    assert len(bottoms) == 4 and min(bottoms) > 0
    assert max(bottoms) <= OFFICE["height"]
    assert page.locator(".coup .chiffre").count() == 3
    drawn = page.locator(".coup img").evaluate_all("all => all.map(image => image.naturalWidth)")
    assert drawn and min(drawn) > 0


@pytest.mark.parametrize("scope", ["departement=03", "departement=03&bassin=033"])
def test_a_review_holds_on_one_sheet(page: Page, demonstration: str, scope: str) -> None:
    visit(page, demonstration, f"revue?{scope}")
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_no_choice_of_the_sidebar_is_cut(page: Page, demonstration: str, size: ViewportSize) -> None:
    """Closed, a choice is whole or written again under its list; open, each takes the lines that it needs."""
    page.set_viewport_size(size)
    visit(page, demonstration, "?departement=984")
    if size == PHONE:
        page.get_by_test_id("stExpandSidebarButton").click()
        # It slides in: its lists have no width before.
        page.wait_for_function(
            "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().width > 200"
            " && !document.getAnimations().some(one => one.playState === 'running')"
        )
    lists = page.locator("[data-testid='stSidebar'] [data-testid='stSelectbox'] input[role='combobox']")
    assert lists.count() == 5
    cut = lists.evaluate_all("all => all.filter(v => v.scrollWidth > v.clientWidth).map(v => v.value)")
    assert cut == ["Terres australes et antarctiques françaises (984)"]
    assert set(cut) <= set(page.locator("[data-testid='stSidebar'] p.choix").all_inner_texts())
    lists.nth(1).click()
    options = page.locator("[role='option'] > div")
    expect(options.first).to_be_visible()
    over = "all => all.filter(o => o.scrollWidth > o.clientWidth || o.scrollHeight > o.parentElement.clientHeight + 1)"
    assert options.count() > 5
    assert options.evaluate_all(f"{over}.map(o => o.textContent)") == []


def test_the_table_beside_the_map_is_not_cut(page: Page, address: str) -> None:
    page.set_viewport_size(OFFICE)
    visit(page, address, "carte?departement=03&mesure=personnes")
    widths = page.locator(".st-key-lecture .tableau").evaluate_all("all => all.map(t => t.scrollWidth - t.clientWidth)")
    assert widths == [0]


def test_what_is_chosen_on_the_map_is_read_whole_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    visit(page, address, "carte?departement=03")
    cut = "all => all.filter(v => v.scrollWidth > v.clientWidth).map(v => v.value)"
    chosen = page.locator(".st-key-une-carte input[role='combobox']")
    assert chosen.count() > 1
    assert chosen.evaluate_all(cut) == []


def test_a_click_on_the_map_opens_the_commune(page: Page, address: str) -> None:
    visit(page, address, "carte?departement=03")
    page.locator('path[data-code="03190"]').click()
    expect(page).to_have_url(re.compile(r"[?&]commune=03190"))
    expect(page.get_by_role("heading", name="Moulins")).to_be_visible()


def test_a_shared_link_restores_the_same_view(page: Page, browser: Browser, address: str) -> None:
    link = "carte?departement=03&bassin=032&de=2008&a=2012&mesure=evenements&forme=cercles&commune=03190"
    visit(page, address, link)
    first = page.locator("[data-testid='stMain']").inner_text()
    assert "2008" in first
    url = page.url
    for part in link.removeprefix("carte?").split("&"):
        assert part in url, url
    with windowed(browser) as context:
        other = context.new_page()
        other.goto(url)
        settle(other)
        assert other.locator("[data-testid='stMain']").inner_text() == first


def test_the_filters_follow_from_page_to_page(page: Page, address: str) -> None:
    visit(page, address, "?departement=65&de=2016")
    page.get_by_role("link", name="Actions", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/actions\?(?=.*departement=65)(?=.*de=2016)"))
    settle(page)
    expect(page.get_by_text("Hautes-Pyrénées", exact=False).first).to_be_visible()


def test_the_outlines_are_asked_for_once(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/contours/" in request.url else None)
    visit(page, address, "carte?departement=03&de=2008&a=2008")
    expect(page.locator('path[data-code="03190"]')).to_be_visible()
    first = len(asked)
    assert first > 0
    years = page.get_by_role("combobox", name=re.compile("^À"))
    option = page.get_by_role("option", name="2011", exact=True)
    # Under the fold of the sidebar, and a list closes when what is around it scrolls: brought into sight first.
    years.scroll_into_view_if_needed()
    settle(page)
    years.click()
    option.click()
    expect(page).to_have_url(re.compile(r"[?&]a=2011"))
    settle(page)
    assert len(asked) == first
