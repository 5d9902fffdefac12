"""No page and no export shows a reader what nobody reviewed; the administration reads it."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.frame import box, notice, taking
from dashboard.frame.scope import Scope
from data.loading.load import load
from queries import ask_records
from queries.copy import reading
from queries.tables import to_csv
from tests import ROOT
from tests.small.people import KEEPER
from tests.small.unreviewed import FICHES, holds
from tests.tools.pages import open_page

PAGES = sorted(path.stem for path in (ROOT / "dashboard/app_pages").glob("*.py") if path.stem != "__init__")
# What of a page is only drawn when its address asks for it.
ASKED: Mapping[str, list[dict[str, str]]] = {
    "actions": [{}, {"q": "zebulonne"}, {"q": "jardin"}],
    "bassins": [{"departement": "03"}, {"departement": "03", "vue": "entonnoir"}],
    "carte": [{"departement": "03"}],
    "financements": [{"departement": "03", "question": question} for question in ("", "manque", "arret")],
    "indicateur": [{"departement": "03", "id": "A1"}],
}


@pytest.fixture(scope="module")
def stores(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("non_relu")
    file = folder / "fiches.txt"
    file.write_text(FICHES, encoding="utf-8")
    shutil.copytree(reference_store, folder / "magasins" / "reel")
    assert load(KEEPER, "fiches", [file], folder / "magasins" / "reel").etat == "chargee"
    return folder / "magasins"


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the downloads of a page hold, made at once rather than at the click."""
    found: list[str] = []

    def exports(
        answer: Callable[[], pd.DataFrame],
        name: str,
        question: str,
        scope: Scope,
        criteria: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        df = answer()
        told = notice.readme(df, question, scope, criteria)
        found.extend((to_csv(df), str(told), notice.told(df, question, scope, criteria)))

    monkeypatch.setattr(taking, "exports", exports)
    return found


def everything(page: AppTest) -> str:
    """All that is sent to the browser: words, markup, choices, figures, whatever the element."""
    return "\n".join(str(element.proto) for element in [*page.main, *page.sidebar] if hasattr(element, "proto")) + str(
        [*page.main, *page.sidebar]
    )


def actions_of(path: Path) -> list[str]:
    with reading.reader(path) as root:
        return [row["action_id"] for row in ask_records(root, "actions")]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_and_no_export_tells_it(
    monkeypatch: pytest.MonkeyPatch, stores: Path, exported: list[str], page: str
) -> None:
    asked = ASKED.get(page, [{"departement": "03"}])
    if page == "fiche":
        asked = [{"action": ref} for ref in actions_of(stores / "reel")]
    if page == "inspirations":
        asked = [{"liste": ",".join(actions_of(stores / "reel"))}]
    for address in asked:
        shown = open_page(monkeypatch, stores, page, **address)
        mine = address.get("q", "") == "zebulonne"  # What a reader looks for stands in the box.
        assert mine or not holds(everything(shown)), address
    assert not [text for text in exported if holds(text.replace('"q": "zebulonne"', ""))]


def test_no_suggestion_tells_it(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(stores))
    for text in ("zebulonne", "jardin des mots", "centre social des mots", "atelier des voisins"):
        told = str(box.told({"q": text})).replace(text, "")
        assert not holds(told), text
        assert ("Jardin" in told or "CENTRE" in told or "Atelier" in told) == (text != "zebulonne")


def test_the_administration_reads_it(monkeypatch: pytest.MonkeyPatch, stores: Path, exported: list[str]) -> None:
    """The same looking finds it: silence is not for want of eyes."""
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    first = actions_of(stores / "reel")[0]
    assert holds(everything(open_page(monkeypatch, stores, "fiche", action=first)))
    open_page(monkeypatch, stores, "actions")
    assert any(map(holds, exported))
