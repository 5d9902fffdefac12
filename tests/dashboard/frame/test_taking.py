"""What « Télécharger » hands over on each page: the same rows in every file, under a name that says of what."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import taking
from dashboard.frame.scope import Scope
from dashboard.frame.taking import Offer
from tests.tools.pages import open_page

PAGES = ("actions", "indicateurs", "sources", "carte", "synthese")


def opened(page: AppTest) -> AppTest:
    """The same page once each « Télécharger » is open."""
    for menu in page.get("popover"):
        page.session_state[menu.proto.popover.id.split("-", 2)[2]] = True
    return page.run()


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize("name", PAGES)
def test_each_file_of_a_page_holds_the_same_rows(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, name: str
) -> None:
    made: list[tuple[str, str, Sequence[Offer]]] = []

    def buttons(stem: str, one: str, _: Scope, offers: Sequence[Offer]) -> None:
        made.append((stem, one, offers))

    monkeypatch.setattr(taking, "buttons", buttons)
    page = open_page(monkeypatch, stores_folder, name)
    menus = len(page.get("popover"))
    assert menus and not made
    opened(page)
    assert len(made) == menus and not page.exception
    for stem, one, offers in made:
        assert stem.removeprefix(f"{one}-") in ("france-toutes-annees", "allier-03-toutes-annees")
        files = {suffix: _bytes(make()) for _, suffix, make, _ in offers}
        table = pd.read_csv(io.BytesIO(files["csv"]), dtype=str, keep_default_na=False)
        book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]), read_only=True)
        parquet = pd.read_parquet(io.BytesIO(files["parquet"]))
        assert len(table) == len(list(book.worksheets[0].iter_rows())) - 1 == len(parquet)
        readme = {row[0].value: row[1].value for row in book["Lisez-moi"].iter_rows()}
        assert readme["Lignes"] == str(len(table))
        assert readme["Périmètre"] in ("France, toutes années", "Allier (03), toutes années")
