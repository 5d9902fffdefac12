"""What one look takes in: every indicator once, a line that tells zero from unknown, a map that fits its frame."""

import html
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard.overview import small_map
from dashboard.overview.trace import HEIGHT, WIDTH, Year, trace
from tests.tools.pages import markup, open_page

SIGNS = {"%3C": "<", "%3E": ">", "%23": "#"}


@pytest.fixture(scope="module")
def stores(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-coup-d-oeil")
    shutil.copytree(demo_store, folder / "demo")
    return folder


def picture(drawn: str) -> ElementTree.Element:
    """The SVG in the address of an image; a browser that cannot read it would show nothing."""
    found = re.search(r'src="data:image/svg\+xml,([^"]*)"', drawn)
    assert found, drawn
    written = html.unescape(found[1])
    for sign, character in SIGNS.items():
        written = written.replace(sign, character)
    return ElementTree.fromstring(written)


@pytest.mark.parametrize("where", [{}, {"bassin": "031"}], ids=["departement", "bassin"])
def test_each_indicator_is_once_under_its_verdict(
    monkeypatch: pytest.MonkeyPatch, stores: Path, where: dict[str, str]
) -> None:
    shown = markup(open_page(monkeypatch, stores, "synthese", departement="03", **where))
    strip = shown[shown.index('class="bande"') : shown.index("</dl>", shown.index('class="bande"'))]
    ids = re.findall(r"indicateur\?[^\"]*id=(\w+)", strip)
    counts = [int(count) for count in re.findall(r"<b>(?:<a [^>]*>)?(\d+)<", strip)]
    assert len(ids) == len(set(ids)) == sum(counts) == 29
    # The table further down counts the same verdicts.
    name = "Allier" if not where else "Montluçon"
    row = next(part for part in shown.split("<tr>") if re.search(rf">{name}<", part) and 'class="droite"' in part)
    assert sorted(counts) == sorted(int(n) for n in re.findall(r'class="droite">(?:<a [^>]*>)?(\d+)<', row) if n != "0")


def test_a_line_is_as_high_as_its_values_and_dashed_over_unknown_years() -> None:
    drawn = trace(
        "Présences", [Year(2020, 50.0, "50"), Year(2021, None, "nd"), Year(2022, 100.0, "100"), Year(2023, 0.0, "0")]
    )
    assert 'alt="Présences\u00a0: 50 en 2020 et 0 en 2023"' in html.unescape(drawn)
    svg = picture(drawn)
    rule, *steps = [element for element in svg if element.tag.endswith("path")]
    # Margins of 4: zero stands at 32, the largest at 4, half of it halfway.
    assert rule.get("d") == f"M4 {HEIGHT - 4}H{WIDTH - 4}"
    assert [step.get("d") for step in steps] == ["M4 18L119 4", "M119 4L176 32"]
    assert [bool(step.get("stroke-dasharray")) for step in steps] == [True, False]


@pytest.mark.parametrize("values", [[], [5.0], [None, 5.0], [0.0, 0.0], [None, None]])
def test_what_shows_nothing_is_not_drawn(values: list[float | None]) -> None:
    assert trace("Rien", [Year(2020 + rank, value, "") for rank, value in enumerate(values)]) == ""


@pytest.mark.parametrize("widest", [0.001, 1.0, 12.0])
def test_the_small_map_holds_in_its_frame(tmp_path: Path, widest: float) -> None:
    """A département of one commune, of an ordinary size, or as wide as France."""
    ring = [[2, 46], [2 + widest, 46], [2 + widest, 46 + widest / 2], [2, 46 + widest / 2], [2, 46]]
    zone = {"type": "Feature", "id": "031", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file = tmp_path / "zones.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [zone]}), encoding="utf-8")
    place = {"nom": "Ici & là", "code_departement": "03", "longitude": 2 + widest / 2, "latitude": 46 + widest / 4,
             "n_actions": 3, "n_evenements": 1}  # fmt: skip
    drawn = small_map.drawn(file, [place], "031", france=False)
    assert "surtout Ici &amp; là (4)" in drawn
    svg = picture(drawn)
    numbers = [int(n) for n in re.findall(r"\d+", next(e.get("d") or "" for e in svg.iter() if e.tag.endswith("path")))]
    across, down = numbers[0::2], numbers[1::2]
    assert min(numbers) >= 0
    assert max(across) <= small_map.WIDTH
    assert max(down) <= small_map.HEIGHT
    assert max(max(across) - min(across), max(down) - min(down)) > 250


def test_a_place_without_outline_is_still_drawn() -> None:
    place = {"nom": "Saint-Pierre", "code_departement": "975", "longitude": -56.2, "latitude": 46.8,
             "n_actions": 1, "n_evenements": 0}  # fmt: skip
    assert len(list(picture(small_map.drawn(None, [place], None, france=False)).iter())) == 4
