"""What must fit on one page does, whatever it says; the page of the dossier offers it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.dossier import asked, paper, sheets
from dashboard.dossier.content import Cell, Document, Table, Words
from dashboard.frame import cached
from dashboard.frame.scope import Scope
from data.actors import ANYONE
from data.batch import RefusedError
from tests.dashboard.dossier.conftest import Printed
from tests.tools.pages import open_page, words


@pytest.fixture(scope="module")
def stores(demo_store: Path, real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-feuilles")
    shutil.copytree(demo_store, folder / "demo")
    shutil.copytree(real_store, folder / "reel")
    return folder


def pages(document: Document, folder: Path) -> int:
    file = folder / "feuille.pdf"
    file.write_bytes(paper.pdf(document))
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True).stdout.decode(
        "utf-8"
    )
    lowest, furthest = (max(float(end) for end in re.findall(rf'{side}="([\d.]+)"', told)) for side in ("yMax", "xMax"))
    assert lowest < 842  # points: no word falls off an A4.
    assert furthest < 595
    return told.count("<page ")


def scope_of(store: Path, bassin: str | None = None) -> Scope:
    return asked.asked(asked.looked_at(cached.dataset(store), ANYONE), bassin=bassin).scope


def test_each_sheet_is_one_page(demo_store: Path, tmp_path: Path) -> None:
    scope = scope_of(demo_store)
    action = next(row for row in cached.rows(scope, "actions", **scope.filters) if row["resume"])
    made = [
        sheets.revue(scope),
        sheets.revue(scope_of(demo_store, "033")),
        sheets.commune(scope, "03310"),
        sheets.structure(scope, action["structure_id"]),
        sheets.fiche(scope, action["action_id"]),
    ]
    assert [pages(one, tmp_path) for one in made] == [1] * len(made)


def test_a_fiche_that_says_much_is_one_page_too(real_store: Path, tmp_path: Path) -> None:
    dataset = cached.dataset(real_store)
    scope = Scope(dataset, cached.copy_of(dataset, ANYONE))
    for row in cached.rows(scope, "actions", **scope.filters):
        assert pages(sheets.fiche(scope, row["action_id"]), tmp_path) == 1


def test_a_sheet_is_made_smaller_until_it_fits(tmp_path: Path, printed: Printed) -> None:
    table = Table(
        "Légende", ["Une", "Deux"], [[Cell(f"Ligne {rank}"), Cell("mot " * 12)] for rank in range(40)], [1, 2]
    )
    document = Document("T" * 200, "s", "", "", "pied", [Words("réponse", "answer"), table], one_page=True)
    assert pages(document, tmp_path) == 1
    assert "Ligne 39" in printed(document)


def test_the_review_says_what_its_page_says(
    monkeypatch: pytest.MonkeyPatch, stores: Path, demo_store: Path, printed: Printed
) -> None:
    shown = words(open_page(monkeypatch, stores, "revue", departement="03", bassin="033"))
    document = sheets.revue(scope_of(demo_store, "033"))
    answer = next(block for block in document.blocks if isinstance(block, Words) and block.kind == "answer")
    assert answer.text.replace("\u202f", " ") in shown.replace("\u202f", " ").replace("\u00a0", " ")
    assert "2 227 977 €" in printed(document)


@pytest.mark.parametrize("sheet", ["commune", "structure", "fiche"])
def test_one_that_is_not_there_is_refused(demo_store: Path, sheet: str) -> None:
    with pytest.raises(RefusedError, match="rien"):
        getattr(sheets, sheet)(scope_of(demo_store), "rien")


def test_the_page_offers_the_dossier_of_a_session_and_of_its_bassin(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    today = open_page(monkeypatch, stores, "dossier", departement="03")
    assert "Un dossier de ce jour, sans séance, pour l'Allier" in words(today)
    session = "comite-local-demonstration-033-2025-10-02"
    local = words(open_page(monkeypatch, stores, "dossier", departement="03", dossier=session))
    assert "02/10/2025" in local
    assert "pour le bassin de Vichy" in local
    nothing = open_page(monkeypatch, stores, "dossier", departement="2A")
    assert "Il n'y a pas de dossier à faire" in words(nothing)
