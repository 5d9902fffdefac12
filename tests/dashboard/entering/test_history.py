"""« Historique »: every write whatever the filters on screen, which figures moved, undoing and restoring."""

import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.entering import history, history_export
from dashboard.frame import moves, wording
from data import store
from data.consequences import Consequences
from data.loading.journal import Line, journal
from data.reading.grids import read_grids
from queries.copy import reading
from queries.moved import Moved, Moves, Side, Verdict
from queries.tables import to_csv
from queries.workbooks import headings, workbook
from tests.conftest import made_once
from tests.small.entered import CAFE, corrected, newest
from tests.small.facts import SMALL, filled
from tests.small.people import READER
from tests.tools.pages import markup, open_page, whole, words

HOSTILE = "<img src=x onerror=alert(1)> **gras** [lien](javascript:alert(1))"


@pytest.fixture(scope="session")
def corrected_store(tmp_path_factory: pytest.TempPathFactory, reference_store: Path) -> Path:
    """A store of the small facts, one of which « Camille » corrected. Not to be written to."""

    def make(folder: Path) -> None:
        folder.mkdir()
        path = filled(reference_store, folder, SMALL)
        corrected(path, CAFE, statut="Terminée")
        reading.made(reading.copy_of(path))

    return made_once(tmp_path_factory, "historique", make) / "magasin"


@pytest.fixture
def small(corrected_store: Path, tmp_path: Path) -> Path:
    """The same, to write to; the only store of its folder."""
    return Path(shutil.copytree(corrected_store, tmp_path / "magasins" / "reel"))


def page(monkeypatch: pytest.MonkeyPatch, path: Path, role: str, name: str = "Camille", **query: str) -> AppTest:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", role)
    monkeypatch.setenv("LOGNAME", name)
    return open_page(monkeypatch, path.parent, "donnees", partie="historique", **query)


def last_load(path: Path, kind: str) -> Line:
    return next(line for line in reversed(journal(path, READER)) if line.kind == kind)


def click(shown: AppTest, label: str) -> AppTest:
    next(button for button in shown.button if button.label == label).click()
    return whole(shown.run())


def test_every_write_is_there_whatever_the_territory(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    told = words(page(monkeypatch, small, "lecture", "Sacha", departement="49", de="1990", a="1991"))
    assert "4 écritures depuis le" in told
    assert "Camille (rôle contribution, chargée de mission)" in told and "vu au bilan" in told
    loaded = last_load(small, "chargement")
    assert f"{loaded.title} ({loaded.source}) Camille (rôle contribution) 23" in told.replace("\u202f", " ")
    # The account of the machine tells nothing to who sits there.
    told = words(page(monkeypatch, small, "lecture", "Camille"))
    assert "une personne à ce poste (rôle contribution, chargée de mission)" in told and "Camille" not in told


def test_filters_of_its_own(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    told = words(page(monkeypatch, small, "lecture", geste="correction"))
    assert "vu au bilan" in told and "Création du magasin" not in told
    told = words(
        page(monkeypatch, small, "lecture", geste="correction", origine=str(last_load(small, "chargement").source))
    )
    assert "Aucune écriture ne répond à ces filtres." in told


def test_figures_that_moved_are_asked_for_at_the_click(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    loaded = last_load(small, "chargement")
    shown = page(monkeypatch, small, "lecture", ecriture=str(loaded.snapshot))
    assert "cela peut prendre de quelques secondes à une minute" in words(shown)
    assert "Chiffres publiés, avant et après" not in words(shown)
    told = words(click(shown, "Comparer les chiffres avant et après"))
    assert "Actions recensées 0 3" in told and "Somme des coûts connus nd 1 000 €" in told


def test_an_undoing_is_told_then_done_then_taken_back(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    loaded, corrected_line = last_load(small, "chargement"), last_load(small, "correction")
    shown = page(monkeypatch, small, "contribution", ecriture=str(loaded.snapshot))
    told = words(shown)
    assert f"Si vous annulez « Faits d'essai » ({loaded.source})" in told and "3 fiches actions" in told
    assert f"({corrected_line.source}) s'appuie dessus et resterait sans effet : 1 champ corrigé." in told
    # A save is called by the title of its fiche, not by its identifier.
    assert str(corrected_line.title).startswith("Correction de « ") and CAFE not in str(corrected_line.title)
    before = newest(small)
    told = words(click(shown, "Annuler cette source"))
    assert "Dites pourquoi : sans motif, rien n'est annulé." in told and newest(small) == before
    shown.text_input[0].set_value("mauvais fichier")
    told = words(click(shown, "Annuler cette source"))
    assert f"La source « {loaded.source} » est annulée" in told and "mauvais fichier" in told
    assert newest(small) == before + 1
    assert "ses faits ne comptent pas. La rétablir les remet tels qu'ils étaient" in told
    shown.text_input[0].set_value("le bon, finalement")
    assert f"« {loaded.source} » est rétablie" in words(click(shown, "Rétablir cette source"))
    restored = last_load(small, "retablissement")
    assert (restored.author, restored.reason, restored.state) == ("Camille", "le bon, finalement", "active")


@pytest.mark.parametrize(
    ("role", "name", "why"),
    [
        ("lecture", "Lou", "qui ne permet pas d'annuler un chargement"),
        ("contribution", "Sacha", "que « Camille » a chargée : il y faut le rôle « administration »"),
    ],
)
def test_who_may_not_has_no_button(
    monkeypatch: pytest.MonkeyPatch, small: Path, role: str, name: str, why: str
) -> None:
    shown = page(monkeypatch, small, role, name, ecriture=str(last_load(small, "chargement").snapshot))
    assert why in words(shown)
    assert [button.label for button in shown.button if "cette source" in button.label] == []


def test_a_role_taken_away_before_the_click_writes_nothing(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    shown = page(monkeypatch, small, "contribution", ecriture=str(last_load(small, "chargement").snapshot))
    shown.text_input[0].set_value("mauvais fichier")
    before = store.history(small)
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    assert "qui ne permet pas d'annuler" in words(click(shown, "Annuler cette source"))
    assert store.history(small) == before


def test_hostile_words_are_words(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    corrected(small, CAFE, statut="En cours")
    with store.open_lake(small, read_only=False) as root:
        root.execute("UPDATE lake.sources SET titre = ? WHERE format = 'faits'", [HOSTILE])
        root.execute("UPDATE lake.ecritures SET auteur = ?, motif = ?", [HOSTILE, HOSTILE])
    loaded = last_load(small, "chargement")
    shown = page(monkeypatch, small, "administration", ecriture=str(loaded.snapshot))
    assert "<img" not in markup(shown) and "<img src=x onerror=alert(1)>" in words(shown).replace("&lt;", "<")


def test_the_whole_journal_leaves_as_files_that_no_spreadsheet_runs(
    monkeypatch: pytest.MonkeyPatch, small: Path, tmp_path: Path
) -> None:
    """Filters that keep nothing take nothing out of the files; a reason that is a formula stays a text."""
    with store.open_lake(small, read_only=False) as root:
        root.execute("UPDATE lake.ecritures SET motif = '=1+1' WHERE geste = 'chargement'")
    shown = page(monkeypatch, small, "lecture", geste="correction", origine=str(last_load(small, "chargement").source))
    labels = [one.label for one in shown.download_button]
    assert labels == ["Classeur Excel", "CSV pour machines"]
    lines = journal(small, READER)
    told = history_export.frame(lines)
    # The words of the screen: no code of the store, and moments in UTC as in Paris.
    assert set(told["etat"]) <= {"compte", "///", "nd"}
    first = lines[0].moment
    assert told["date_utc"][0] == f"{first:%Y-%m-%dT%H:%M:%S}+00:00"
    assert told["heure_de_paris"][0] == wording.moment(first)
    rows = to_csv(told).splitlines()
    assert len(rows) == 1 + len(lines) and sum(",'=1+1," in row for row in rows) == 2
    (tmp_path / "journal.xlsx").write_bytes(
        workbook(told, "Historique", headings(list(told.columns), {}), [("Contenu", "=2+2")])
    )
    grid, readme = read_grids(tmp_path / "journal.xlsx")
    assert len(grid.rows[0]) == len(told.columns) and len(grid.rows) == len(rows)
    assert readme.rows == [["Contenu", "=2+2"]]
    place = grid.rows[0].index("Motif")
    assert [row[place] for row in grid.rows[1:]].count("=1+1") == 2
    with zipfile.ZipFile(tmp_path / "journal.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_what_is_written_of_figures_and_of_an_undoing() -> None:
    figures = (
        Moved("Actions", "nombre", Side(3), Side(4)),
        Moved("Participants", "nombre", Side(None, secret=True), Side(12, at_least=True)),
        Moved("Coûts", "euros", Side(None), Side(1000)),
    )
    told_moves = Moves(3, 4, figures, (), (Verdict("A1", "Présence", "03", "", "progrès"),), 12)
    assert history.moved(told_moves) == (
        "3 chiffres ont bougé sur 12 comparés, et 1 ligne d'indicateurs, entre les instantanés 3 et 4."
    )
    assert [(row["before"], row["after"]) for row in moves.verdicts(told_moves.progress)] == [("nd", "progrès")]
    assert [(row["before"], row["after"]) for row in moves.figures(told_moves)] == [
        ("3", "4"),
        ("s", "au moins 12"),
        ("nd", "1\u202f000\u202f€"),
    ]
    line = Line(7, datetime(2026, 1, 1), None, "chargement", "", state="annulee")
    assert history.state(line) == "annulée"
    assert history.state(replace(line, kind="annulation")) == "///"
    told = Consequences("s-1", "Fiches", "Camille", {"actions": 1, "mesures": 2}, (), ("s-2",), ("s-0",))
    assert history.removed(told) == "3 lignes ne compteraient plus : 1 fiche action et 2 quantités."
    assert history.built(told) == [
        "s-2 complète ses lignes refusées et continuerait de compter.",
        "s-0, qu'elle a remplacée, ne revient pas d'elle-même : rétablissez-la ensuite.",
    ]
