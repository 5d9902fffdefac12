"""A fiche from its file to a folder of facts: loaded, validated and completed on the pages, then exported."""

import csv
import shutil
from pathlib import Path

import pytest

from data import store
from data.exporting.facts import exported
from data.exporting.folder import write
from data.loading.load import load
from tests import FICHES
from tests.small.people import KEEPER
from tests.tools.pages import open_page, words


def lines(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_pages_validate_and_complete_is_what_is_exported(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(reference_store, tmp_path / "magasins" / "reel"))
    assert load(KEEPER, "fiches", [FICHES / "04.txt"], path).exit_code == 0
    ((action, source),) = store.ask_facts(path, "SELECT action_id, source FROM actions")
    # Its one quantity is 3 professionnels; small counts are for who administers.
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    page = open_page(monkeypatch, path.parent, "donnees", departement="65", partie="valider")
    (lot,) = [each for each in page.selectbox if each.label.startswith("Lot")]
    page = lot.set_value(next(code for code in lot.options if code.startswith("Professionnels"))).run()
    next(each for each in page.text_input if each.label.startswith("Votre fonction")).set_value("chargé de mission")
    next(each for each in page.button if each.label == "Tout cocher sur cette page").click().run()
    next(each for each in page.button if each.label == "Accepter").click().run()
    assert not page.exception and "1 proposition acceptée" in words(page)

    subject = f"action:{action}"
    page = open_page(monkeypatch, path.parent, "saisie", sujet=subject)
    typed = {"date_debut": "09/2022", "fonction": "chargé de mission", "motif": "dit au téléphone"}
    for name, text in typed.items():
        page.text_input(key=f"saisie {subject} {name}").set_value(text)
        page.run()
    page.text_area(key=f"saisie {subject} resume").set_value("Jouer et lire avec les tout-petits.")
    page.checkbox(key=f"saisie {subject} relue").check()
    page.run()
    page.button(key=f"enregistrer {subject}").click().run()
    assert not page.exception and "Enregistré." in words(page)

    write(exported(path, source), tmp_path / "sorti")
    (row,) = lines(tmp_path / "sorti", "actions")
    assert (row["date_debut"], row["date_debut_precision"]) == ("2022-09-01", "mois")
    assert row["resume"] == "Jouer et lire avec les tout-petits."
    told = [(row["grandeur"], row["valeur"], row["texte_source"]) for row in lines(tmp_path / "sorti", "mesures")]
    assert told == [("professionnels", "3", "« 3 professionnels »")]
