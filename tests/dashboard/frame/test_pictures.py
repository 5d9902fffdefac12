"""Charts and maps that leave the page: images read back, the link of a view, one picture alone. In a real Chromium."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from data import days
from tests.tools.pages import markup, open_page, words
from tests.tools.serving import PHONE, served, settle, visit, windowed

PICTURES = {
    "carte?departement=03": "Nombre d’actions par commune",
    "indicateurs?departement=03": "Indicateurs : dernière valeur connue, évolution et verdict, Allier",
    "bassins?departement=03": "Bassins de vie : le profil, indicateur par indicateur",
    "financements?departement=03": "Le chemin de l'argent accordé",
    "financements?departement=03&question=manque": "Ce que chaque territoire reçoit, comparé à sa part de population",
}
SVG = "{http://www.w3.org/2000/svg}"
FILLED = "[data-testid=stPopoverBody] :is(.emporter, [data-testid=stDownloadButton])"
HOSTILE = "</title><script>alert(1)</script> & \"'"


@pytest.fixture(scope="module")
def address(demo_store: Path) -> Iterator[str]:
    with served(demo_store.parent, OBSERVATOIRE_INTEGRATION="1") as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A dark screen of an office, that leaves its clipboard to the page."""
    allowed = ["clipboard-read", "clipboard-write"]
    with windowed(browser, color_scheme="dark", permissions=allowed) as context:
        yield context


def menu(page: Page) -> Locator:
    """The first picture of the page, in its menu, once it is drawn."""
    settle(page)
    expect(page.locator(".carte path[class], .js-plotly-plot svg.main-svg, [data-vue] > *").first).to_be_attached()
    for button in page.get_by_role("button", name="Télécharger").all():
        button.click()
        # A busy server begins the run later than the browser says that none is under way.
        expect(page.locator(FILLED).first).to_be_visible()
        settle(page)
        if page.locator("[data-dessin]").count():
            return page.locator("[data-dessin]").first
        page.keyboard.press("Escape")
    raise AssertionError("no menu offers an image")


def saved(page: Page, picture: Locator, kind: str) -> tuple[str, bytes]:
    """Name and content of an image, asked for from the keyboard."""
    button = picture.locator(f"[data-emporte={kind}]")
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    name = download.value.suggested_filename
    expect(picture.get_by_role("status")).to_have_text(re.compile(f"Enregistré.*{re.escape(name)}"))
    return name, Path(download.value.path()).read_bytes()


def texts(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)
    assert not [node.tag for node in root.iter() if node.tag.removeprefix(SVG) in ("script", "foreignObject", "image")]
    return re.sub(
        r"\s+", " ", " ".join(node.text or "" for node in root.iter() if node.tag in (f"{SVG}text", f"{SVG}tspan"))
    )


@pytest.mark.browser
@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_leaves_with_its_title_its_sources_and_its_date(
    context: BrowserContext, address: str, path: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/{path}")
    picture = menu(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    name, svg = saved(page, picture, "svg")
    assert re.search(r"-allier-03(-tou[a-z]+-[a-z]+|-2025|)-\d{8}-instantane\d+\.svg$", name)
    told = texts(svg)
    today = datetime.now(days.FRANCE)
    for part in (PICTURES[path], "Allier (03)", "Source", "Licence", f"Image faite le {today:%d/%m/%Y}"):
        assert part in told, (part, told)
    # Nothing to fetch, nothing that only this page can style, and light colours on a dark screen.
    assert not re.search(rb"""(href|src)=["'](?!#)|@import|var\(|light-dark\(|rgb\(20, 26, 33\)""", svg)
    name, png = saved(page, picture, "png")
    image = Image.open(io.BytesIO(png)).convert("RGB")
    assert image.width == 1600 and image.height > 600
    assert image.getpixel((3, 3)) == (255, 255, 255) and len(image.getcolors(1 << 24) or []) > 40
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The page of a phone, on its dark theme."""
    with windowed(browser, PHONE, color_scheme="dark") as context:
        yield context.new_page()


@pytest.mark.browser
def test_a_phone_takes_a_figure_away_as_a_desk_shows_it(phone: Page, address: str) -> None:
    visit(phone, address, "financements?departement=03&question=arret")
    places = phone.locator(".depart ul > li:not(.legende)").all()
    phone.locator(".st-key-telecharger_hypothese button").first.click()
    expect(phone.locator("[data-dessin*=depart]")).to_be_visible()
    svg = saved(phone, phone.locator("[data-dessin*=depart]"), "svg")[1]
    read = re.sub(r"\s", "", texts(svg))
    assert len(places) > 2
    for part in [line for place in places for line in place.locator(".nom, .dit strong, em, small").all_inner_texts()]:
        assert re.sub(r"\s", "", part) in read, part
    boxes = ElementTree.fromstring(svg).findall(f".//{SVG}svg/{SVG}rect")
    # What a line of 752 pixels leaves to bars: 144 of name, 224 of words, twice 16 between, 52.8 of « Avant ».
    room = 752 - 144 - 224 - 32 - 52.8
    bars = phone.locator(".depart .cote b.couvert").evaluate_all(
        "all => all.map(b => parseFloat(b.style.getPropertyValue('--p')))"
    )
    plain = [float(box.get("width", 0)) for box in boxes if box.get("fill") == "#0072b2"]
    # The first is that of the key; what is zero has no box.
    assert plain[1:] == pytest.approx([room * share / 100 for share in bars if share], abs=0.2)
    short = phone.locator(".depart b.court:visible").count()
    assert len([box for box in boxes if box.get("fill", "").startswith("url(#raye")]) == short > 2


@pytest.mark.browser
def test_a_phone_has_the_link_of_the_view_and_the_narrow_form_of_a_picture_alone(phone: Page, address: str) -> None:
    visit(phone, address, "financements?departement=03")
    link = phone.get_by_role("button", name="Copier le lien")
    # Nothing stands above it: « Chercher » did.
    assert link.evaluate(
        """b => {
            const { x, y, width, height } = b.getBoundingClientRect();
            return b.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        }"""
    )
    phone.goto(f"{address}/financements?departement=03&vue=flux&sobre=1")
    expect(phone.locator(".st-key-vue-seule .flux-etroit li").first).to_be_visible()
    settled = phone.get_by_role("link", name="Ouvrir la page entière")
    expect(settled).to_be_visible()
    for name in ("Chercher", "Télécharger"):
        expect(phone.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.browser
def test_words_of_an_image_are_text_and_a_made_up_figure_says_so(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/carte?departement=03")
    picture = menu(page)
    told = {**json.loads(picture.get_attribute("data-dessin") or ""), "titre": HOSTILE}
    picture.evaluate("(menu, told) => { menu.dataset.dessin = told; }", json.dumps(told))
    read = texts(saved(page, picture, "svg")[1])
    assert HOSTILE in read and read.count("Données fictives") == 2


@pytest.mark.browser
def test_a_browser_that_draws_no_image_says_so_and_offers_the_other(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.toBlob = (done) => done(null);")
    page.goto(f"{address}/carte?departement=03")
    picture = menu(page)
    picture.locator("[data-emporte=png]").click()
    expect(picture.get_by_role("status")).to_contain_text("prenez « Dessin SVG »")


@pytest.mark.browser
def test_the_link_of_a_view_is_copied_said_and_opens_the_same_view(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    visit(page, address, "carte?departement=03&de=2015&mesure=population&forme=aplats")
    page.wait_for_function("window.observatoireEmporter")  # the script that answers comes after the button
    page.get_by_role("button", name="Copier le lien de cette vue").press("Enter")
    expect(page.locator(".lien-vue [role=status]")).to_have_text("Lien copié.")
    link = page.evaluate("navigator.clipboard.readText()")
    other = context.new_page()
    other.goto(link)
    settle(other)
    for part in (".reponse", ".legende", ".tableau caption"):
        assert other.locator(part).first.inner_text() == page.locator(part).first.inner_text()
    other.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;")
    other.get_by_role("button", name="Copier le lien de cette vue").click()
    expect(other.locator(".lien-vue [role=status]")).to_contain_text("Ctrl+C")
    assert other.evaluate("getSelection().toString()") == link == other.get_by_label("À copier").input_value()


@pytest.mark.browser
def test_a_picture_alone_stands_in_another_page(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/carte?departement=03")
    picture = menu(page)
    picture.get_by_role("button", name="Copier le code d’intégration").click()
    expect(picture.get_by_role("status")).to_have_text("Code d’intégration copié.")
    other = context.new_page()
    # A column of 700 pixels, then that of a phone: nothing of the picture is cut, nothing scrolls in it.
    other.set_viewport_size({"width": 716, "height": 700})
    code = page.evaluate("navigator.clipboard.readText()")
    (measured,) = (int(height) for height in re.findall(r' height="(\d+)"', code))
    other.set_content(f"<title>Un autre site</title>{code}")
    frame = other.frame_locator("iframe")
    expect(frame.locator(".st-key-vue-seule .carte path[class]").first).to_be_visible()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Nombre d’actions par commune")
    hidden = "main => main.scrollHeight - main.clientHeight"
    for width in (716, 376):
        other.set_viewport_size({"width": width, "height": 700})
        settled = frame.locator("[data-testid=stMain]")
        expect(frame.locator(".st-key-vue-seule a[data-entiere]")).to_be_visible()
        other.wait_for_timeout(1_000)
        assert settled.evaluate(hidden) == 0
        tall = int(other.locator("iframe").get_attribute("height") or 0)
        assert width != 716 or tall == pytest.approx(measured, abs=30)
    for part in ("[data-testid=stSidebar]", "footer.pied", ".tableau", ".lien-vue"):
        expect(frame.locator(part).first).to_be_hidden()
    whole = frame.get_by_role("link", name="Ouvrir la page entière")
    whole.focus()
    assert whole.get_attribute("href") == f"{address}/carte?departement=03"


def test_a_picture_alone_is_for_installations_that_allow_it(monkeypatch: pytest.MonkeyPatch, demo_store: Path) -> None:
    asked = {"departement": "03", "vue": "carte", "sobre": "1"}
    refused = open_page(monkeypatch, demo_store.parent, "carte", **asked)
    assert "n'est pas permise ici" in words(refused) and "OBSERVATOIRE_INTEGRATION=1" in words(refused)
    assert not refused.get("bidi_component") and "data-copie" not in markup(refused)
    monkeypatch.setenv("OBSERVATOIRE_INTEGRATION", "1")
    shown = open_page(monkeypatch, demo_store.parent, "carte", **asked)
    assert "n'est pas permise" not in words(shown) and "Ouvrir la page entière" in words(shown)
    assert len(shown.get("bidi_component")) == 1
    unknown = words(open_page(monkeypatch, demo_store.parent, "carte", **{**asked, "vue": "<b>rien"}))
    assert "La vue « <b>rien » n'est pas sur cette page." in unknown and "Ouvrir la page entière" in unknown
