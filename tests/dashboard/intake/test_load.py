"""« Charger »: files dropped on the page, from what they are to what they changed."""

import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from data import store
from tests.tools.pages import markup, open_page, whole, words

HEAD = "Attribuant;Bénéficiaire;Montant;Observations\n"
GRANTS = f"{HEAD}Ville;Amicale;20;au Sud\nVille;Boule;NC;\nVille;Cercle;40;\n"
RIVALS = "Attribuant;Bénéficiaire;Montant voté;Montant attribué\nVille;Amicale;1;20\nVille;Boule;3;40\n"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path) -> AppTest:
    """The part « Charger » on a store with the territory and no fact, for somebody who contributes."""
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    shutil.copytree(reference_store, tmp_path / "magasins" / "essai")
    return open_page(monkeypatch, tmp_path / "magasins", "donnees", jeu="essai")


def drop(page: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    given = [(name, body if isinstance(body, bytes) else body.encode(), "text/csv") for name, body in files]
    page.file_uploader[0].set_value(given)
    return whole(page.run())


def click(page: AppTest, label: str) -> AppTest:
    (button,) = [one for one in page.button if one.label.startswith(label)]
    button.click()
    return whole(page.run())


def grants(tmp_path: Path) -> list[tuple[str, str]]:
    sql = "SELECT beneficiaire, montant_eur FROM subventions ORDER BY ALL"
    return [(name, str(value)) for name, value in store.ask_facts(tmp_path / "magasins" / "essai", sql)]


def test_a_file_goes_through_every_step(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("envoi.csv", GRANTS))
    said = words(page)
    assert "1. Reconnu" in said and "envoi.csv" in said and "subventions" in said
    assert "« Amicale » ; « Boule » ; « Cercle »" in said and "Pourquoi : son nom le dit." in said
    # Three lines: « NC » is no amount, the two others are kept.
    assert re.search(r"Lues 3 .*Gardées 2 .*Refusées 1 ", said)
    assert "Refus, par cause : 1 en tout" in said and "NC" in said
    assert "en plus : 2 lignes de subventions" in said
    assert grants(tmp_path) == []
    click(page, "Charger 2 lignes")
    said = words(page)
    assert "5. Chargé" in said and "Chargé : source « subventions-envoi-" in said
    assert "Annuler ce chargement" in said and "partie=historique" in markup(page)
    assert grants(tmp_path) == [("Amicale", "20.00"), ("Cercle", "40.00")]
    assert [one.label for one in page.get("download_button")] == ["Télécharger les lignes refusées (Excel)"]
