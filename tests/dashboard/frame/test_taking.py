"""What « Télécharger » hands over on each page: the same rows in every file, under a name that says of what."""

import io
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest
from streamlit.testing.v1 import AppTest

import queries
from dashboard.frame import charts, pictures, taking
from dashboard.frame.markup import Markup, html
from dashboard.frame.pictures import Picture
from dashboard.frame.scope import Scope
from dashboard.frame.taking import Offer
from dashboard.maps import view
from tests.tools.pages import markup, open_page

ROWS = ("xlsx", "csv", "parquet")
LAYERS = ("geojson", "gpkg")
# How many rows are asked for is no filter.
PAGING = {"limite", "debut", "par_champ", "gardees"}
# Every page that hands over rows, each with filters of its own.
PAGES: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("actions", {"q": "atelier", "pres": "03310", "rayon": "100"}),
    ("indicateurs", {}),
    ("indicateur", {"id": "A1"}),
    ("sources", {"a": "2020"}),
    ("carte", {"mesure": "actions", "de": "2019"}),
    ("carte", {"mesure": "A1", "niveau": "bassin", "bassin": "033"}),
    ("carte", {"temps": "annees"}),
    ("carte", {"departement": "75"}),
    ("carte", {"departement": "france"}),
    ("synthese", {}),
    ("synthese", {"bassin": "033"}),
    ("bassins", {"division": "epci"}),
    ("bassins", {"vue": "cartes"}),
    ("besoins", {}),
    ("besoins", {"vue": "territoires", "division": "epci"}),
    ("besoins", {"vue": "fins"}),
    ("financements", {}),
    ("financements", {"question": "manque"}),
    ("financements", {"question": "arret"}),
    ("couts", {"de": "2019", "a": "2020"}),
    ("territoire", {"commune": "03310"}),
    ("donnees", {"partie": "completer", "champ": "budget"}),
)


def opened(page: AppTest) -> AppTest:
    """The same page once each « Télécharger » is open."""
    for menu in page.get("popover"):
        page.session_state[menu.proto.popover.id.split("-", 2)[2]] = True
    return page.run()


def assert_same_layers(table: pd.DataFrame, files: dict[str, bytes]) -> None:
    """Both files of a GIS hold the territories and the values of the CSV, each once, where they are."""
    code = next(name for name in ("code", "code_commune", "territoire") if name in table)
    with on_disk(files["gpkg"]) as path:
        layers = [geopandas.read_file(io.BytesIO(files["geojson"])), geopandas.read_file(path, layer="carte")]
        readme = pyogrio.read_dataframe(path, layer="lisez_moi")
    assert "EPSG:4326" in str(readme["mots"].tolist()) and json.loads(files["geojson"])["notice"]["question"]
    for layer in layers:
        assert layer.crs == "EPSG:4326" and sorted(layer[code]) == sorted(set(table[code]))
        drawn = layer[layer.geometry.notna()]
        # Some overseas collectivités have no outline; every département and commune of these pages has one.
        assert len(layer) - len(drawn) == (8 if len(layer) == 109 else 0) and drawn.is_valid.all()
        west, south, east, north = drawn.total_bounds
        assert west >= -62 and east <= 56 and south >= -22 and north <= 52 and drawn.geometry.area.min() > 0
        territories = {row[code]: row for row in pd.DataFrame(layer.drop(columns="geometry")).to_dict("records")}
        for row in table.to_dict("records"):
            found = territories[row[code]]
            value = found.get("valeur", found.get(f"valeur_{row.get('annee')}"))
            assert pd.isna(value) if row.get("valeur", "") == "" else float(row["valeur"]) == pytest.approx(value)


def figures(page: AppTest) -> set[str]:
    """Names of the drawings that the page writes as boxes; each has one, but for the narrow form of a chart."""
    written = markup(page)
    named = re.compile(r'<div data-vue="([^"]+)"><(?:figure|ul|table|div) class="[^"]*')
    assert not re.findall(r'<figure class="(?!argent niveau)[^"]*|class="(?:mouvements|barres)', named.sub("", written))
    return set(named.findall(written))


@contextmanager
def on_disk(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "carte.gpkg"
        path.write_bytes(content)
        yield path


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize(("name", "address"), PAGES, ids=[f"{name}-{len(address)}" for name, address in PAGES])
def test_each_file_of_a_page_holds_the_same_rows_and_says_what_they_were_asked_with(
    monkeypatch: pytest.MonkeyPatch, demo_store: Path, name: str, address: dict[str, str | list[str]]
) -> None:
    made: list[tuple[str, str, Sequence[Offer]]] = []
    asked: list[dict[str, Any]] = []
    ask = queries.ask

    def buttons(stem: str, one: str, _: Scope, offers: Sequence[Offer]) -> None:
        made.append((stem, one, offers))

    def overheard(cursor: duckdb.DuckDBPyConnection, question: str, **values: Any) -> pd.DataFrame:
        asked.append({"question": queries.question(question).title, **values})
        return ask(cursor, question, **values)

    def drawn(picture: Picture) -> AbstractContextManager[None]:
        on_page.add(picture.view)
        return nullcontext()

    def block(picture: Picture, *_: object) -> Markup:
        offered.add(picture.view)
        return html("<p>{}</p>", picture.view)

    on_page: set[str] = set()
    offered: set[str] = set()
    for room in (charts, pictures):
        monkeypatch.setattr(room, "framed", drawn)
    monkeypatch.setattr(view, "framed", drawn)
    monkeypatch.setattr(taking, "block", block)
    monkeypatch.setattr(taking, "buttons", buttons)
    page = open_page(monkeypatch, demo_store.parent, name, **{"departement": "03", **address})
    menus = len(page.get("popover"))
    assert not made and menus
    opened(page)
    assert made and not page.exception
    # Each chart, each map and each figure of the page leaves as an image.
    assert offered == on_page | figures(page)
    monkeypatch.setattr(queries, "ask", overheard)
    for stem, one, offers in made:
        assert stem.startswith(f"{one}-")
        asked.clear()
        files = {suffix: _bytes(make()) for _, suffix, make, _ in offers if suffix in (*ROWS, *LAYERS)}
        table = pd.read_csv(io.BytesIO(files["csv"]), dtype=str, keep_default_na=False)
        book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]), read_only=True)
        grid = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
        assert len(table) == len(grid) - 1 == len(pd.read_parquet(io.BytesIO(files["parquet"])))
        if "gpkg" in files:
            assert_same_layers(table, files)
        lines = [(str(row[0].value), str(row[1].value)) for row in book["Lisez-moi"].iter_rows()]
        told = dict(lines)
        assert told["Lignes"] == str(len(table)) and told["Périmètre"]
        assert [what.removeprefix("Colonne : ") for what, _ in lines if what.startswith("Colonne : ")] == grid[0]
        filters = [words for what, words in lines if what.startswith("Filtre : ")]
        assert not [what for what, _ in lines if re.search(r"^(Filtre|Colonne) : .*_", what)]
        mine = [values for values in asked if values.pop("question") == told["Question"]]
        for value in (each for values in mine for key, each in values.items() if key not in PAGING and each):
            for part in value if isinstance(value, tuple | list) else [value]:
                forms = (str(part), str(part).replace("_", " "))
                assert any(form in words for form in forms for words in filters), (part, filters)


def test_a_filter_of_the_page_that_a_table_does_not_take_is_not_told(
    monkeypatch: pytest.MonkeyPatch, demo_store: Path
) -> None:
    """Values of indicators go through all years whatever those of the page; loads are those of every territory."""
    made: dict[str, tuple[str, Sequence[Offer]]] = {}
    monkeypatch.setattr(taking, "buttons", lambda stem, one, _, offers: made.setdefault(one, (stem, offers)))
    for page in ("sources", "indicateurs"):
        opened(open_page(monkeypatch, demo_store.parent, page, departement="03", a="2020"))
    told = {one: json.loads(offers[-1][2]()) for one, (_, offers) in made.items()}
    assert told["sources"]["perimetre"] == "tout le jeu de données" and told["sources"]["filtres"] == {}
    assert made["sources"][0] == "sources-tout-le-jeu-de-donnees"
    assert told["verdicts"]["perimetre"] == "Allier (03)" and told["verdicts"]["filtres"] == {"departement": "03"}
    assert told["valeurs"]["filtres"] == {"departement": "03", "niveau": ["departement", "bassin"]}
