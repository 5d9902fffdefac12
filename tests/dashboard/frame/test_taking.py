"""What « Télécharger » hands over on each page: the same rows in every file, under a name that says of what."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from dashboard.frame import taking
from dashboard.frame.scope import Scope
from dashboard.frame.taking import Offer
from tests.tools.pages import open_page

ROWS = ("xlsx", "csv", "parquet")
# How many rows are asked for is no filter.
PAGING = {"limite", "debut", "par_champ", "gardees"}
# Every page that hands over rows, each with filters of its own.
PAGES: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("actions", {"q": "jardin", "public": ["Familles"], "pres": "03310"}),
    ("indicateurs", {}),
    ("indicateur", {"id": "A1"}),
    ("sources", {"a": "2020"}),
    ("carte", {"mesure": "actions", "de": "2019"}),
    ("carte", {"mesure": "A1", "niveau": "bassin", "bassin": "033"}),
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


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize(("name", "address"), PAGES, ids=[f"{name}-{len(address)}" for name, address in PAGES])
def test_each_file_of_a_page_holds_the_same_rows_and_says_what_they_were_asked_with(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, name: str, address: dict[str, str | list[str]]
) -> None:
    made: list[tuple[str, str, Sequence[Offer]]] = []
    asked: list[dict[str, Any]] = []
    ask = queries.ask

    def buttons(stem: str, one: str, _: Scope, offers: Sequence[Offer]) -> None:
        made.append((stem, one, offers))

    def overheard(cursor: duckdb.DuckDBPyConnection, question: str, **values: Any) -> pd.DataFrame:
        asked.append({"question": queries.question(question).title, **values})
        return ask(cursor, question, **values)

    monkeypatch.setattr(taking, "buttons", buttons)
    page = open_page(monkeypatch, stores_folder, name, **{"departement": "03", **address})
    menus = len(page.get("popover"))
    assert not made
    opened(page)
    assert len(made) == menus and not page.exception
    monkeypatch.setattr(queries, "ask", overheard)
    for stem, one, offers in made:
        assert stem.startswith(f"{one}-")
        asked.clear()
        files = {suffix: _bytes(make()) for _, suffix, make, _ in offers if suffix in ROWS}
        table = pd.read_csv(io.BytesIO(files["csv"]), dtype=str, keep_default_na=False)
        book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]), read_only=True)
        grid = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
        assert len(table) == len(grid) - 1 == len(pd.read_parquet(io.BytesIO(files["parquet"])))
        lines = [(str(row[0].value), str(row[1].value)) for row in book["Lisez-moi"].iter_rows()]
        told = dict(lines)
        assert told["Lignes"] == str(len(table)) and told["Périmètre"]
        assert [what.removeprefix("Colonne : ") for what, _ in lines if what.startswith("Colonne : ")] == grid[0]
        filters = [words for what, words in lines if what.startswith("Filtre : ")]
        assert not [what for what, _ in lines if re.search(r"^(Filtre|Colonne) : .*_", what)]
        mine = [values for values in asked if values.pop("question") == told["Question"]]
        for value in (each for values in mine for key, each in values.items() if key not in PAGING and each):
            for part in value if isinstance(value, tuple | list) else [value]:
                assert any(str(part).replace("_", " ") in words for words in filters), (part, filters)


def test_a_filter_of_the_page_that_a_table_does_not_take_is_not_told(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    """Values of indicators go through all years whatever those of the page; loads are those of every territory."""
    made: dict[str, tuple[str, Sequence[Offer]]] = {}
    monkeypatch.setattr(taking, "buttons", lambda stem, one, _, offers: made.setdefault(one, (stem, offers)))
    for page in ("sources", "indicateurs"):
        opened(open_page(monkeypatch, stores_folder, page, departement="03", a="2020"))
    told = {one: json.loads(offers[-1][2]()) for one, (_, offers) in made.items()}
    assert told["sources"]["perimetre"] == "tout le jeu de données" and told["sources"]["filtres"] == {}
    assert made["sources"][0] == "sources-tout-le-jeu-de-donnees"
    assert told["verdicts"]["perimetre"] == "Allier (03)" and told["verdicts"]["filtres"] == {"departement": "03"}
    assert told["valeurs"]["filtres"] == {"departement": "03", "niveau": ["departement", "bassin"]}
